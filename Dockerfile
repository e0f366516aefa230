# The endpoint for Alexa in a small image of its own:
#
#   docker build --tag leg-day-coach .
#   docker run --env LEGDAY_SKILL_ID=amzn1.ask.skill... --volume legday:/var/lib/legday --publish 127.0.0.1:8080:8080 leg-day-coach
#
# docs/deploy.md has the rest. Everything is installed from hashed requirement files; what builds stays in the first stage.
FROM python:3.13-slim-bookworm AS build

WORKDIR /src
COPY requirements/build.txt requirements/image.txt requirements/
RUN python -m venv --without-pip /opt/build \
 && python -m pip --python /opt/build/bin/python install --no-cache-dir --require-hashes --no-deps --requirement requirements/build.txt \
 && python -m venv --without-pip /opt/legday \
 && python -m pip --python /opt/legday/bin/python install --no-cache-dir --require-hashes --no-deps --requirement requirements/image.txt

COPY pyproject.toml hatch_build.py README.md LICENSE ./
COPY interaction_models/ interaction_models/
COPY skill/ skill/
RUN /opt/build/bin/python -m hatchling build --target wheel --directory /opt/dist \
 && python -m pip --python /opt/legday/bin/python install --no-cache-dir --no-index --no-deps /opt/dist/*.whl


FROM python:3.13-slim-bookworm

# Nobody's shell, nobody's home; the one folder it may write to is where athletes are remembered.
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin legday \
 && install --directory --owner 10001 --group 0 --mode 0700 /var/lib/legday
COPY --from=build /opt/legday /opt/legday

ENV PATH=/opt/legday/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HOST=0.0.0.0 \
    PORT=8080 \
    LEGDAY_STORE=sqlite:////var/lib/legday/memory.sqlite

WORKDIR /var/lib/legday
USER 10001
VOLUME /var/lib/legday
EXPOSE 8080
STOPSIGNAL SIGTERM

# That it is up; whether the store answers is what /readyz tells to whoever sends it requests.
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s \
    CMD ["python", "-c", "import os, urllib.request as ask; ask.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/healthz', timeout=4)"]

CMD ["python", "-m", "skill.web"]
