# gongkai in a container: docker build -t gongkai . ; old Office files too: docker build --target office -t gongkai-office .
#   docker run --rm -v "$PWD:/work" gongkai extract reports/ -o dataset/
ARG PYTHON=3.11

FROM python:${PYTHON}-slim AS build
WORKDIR /src
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY src ./src
RUN python -m venv /opt/gongkai && /opt/gongkai/bin/pip install --no-cache-dir -c constraints.txt '.[formats,addresses]'

# Everything that needs no program of the system.
FROM python:${PYTHON}-slim AS slim
COPY --from=build /opt/gongkai /opt/gongkai
RUN useradd --create-home --uid 10001 gongkai && mkdir /work && chown gongkai /work
ENV PATH=/opt/gongkai/bin:$PATH PYTHONUTF8=1 PYTHONDONTWRITEBYTECODE=1
USER gongkai
WORKDIR /work
ENTRYPOINT ["gongkai"]
CMD ["--help"]

# The same, and LibreOffice for .doc, .wps, .rtf and .odt (some 400 MB more).
FROM slim AS office
USER root
RUN apt-get update && apt-get install -y --no-install-recommends libreoffice-writer && rm -rf /var/lib/apt/lists/*
USER gongkai

# What is built where no target is named.
FROM slim
