# Production image: web, worker and beat are the same image with other commands.
# It holds neither the embedded database nor the embedded broker; their addresses come from outside.

FROM node:22-bookworm-slim AS front-end
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --omit=dev

FROM python:3.12-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
RUN python -m venv /venv
COPY requirements/production.txt requirements/build.txt requirements/
RUN /venv/bin/pip install --require-hashes -r requirements/production.txt
# What only the making of files needs stays out of the image.
RUN python -m venv /tools && /tools/bin/pip install --require-hashes -r requirements/build.txt
COPY manage.py ./
COPY conflictwatch conflictwatch
COPY events events
COPY templates templates
COPY static static
COPY locale locale
COPY --from=front-end /app/node_modules node_modules
# The key is for this step alone: collecting files needs settings that load, and nothing is signed here.
RUN /tools/bin/python conflictwatch/basemap.py \
 && /tools/bin/python conflictwatch/messages.py \
 && SECRET_KEY=build DATABASE_URL=postgresql:// REDIS_URL=redis:// /venv/bin/python manage.py collectstatic --noinput -v 0 \
 && rm -rf node_modules

FROM python:3.12-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin conflictwatch \
 && install -d -o conflictwatch -g conflictwatch /data
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 CONFLICTWATCH_HOME=/data
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
USER conflictwatch
VOLUME /data
EXPOSE 8000
CMD ["python", "-m", "conflictwatch.production", "web"]
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=4 \
  CMD ["python", "-m", "conflictwatch.production", "check-web"]
