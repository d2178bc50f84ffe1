# Versions, pinned once. A digest beats a tag: --build-arg N8N_IMAGE=docker.n8n.io/n8nio/n8n:2.40.7@sha256:…
# (`docker buildx imagetools inspect docker.n8n.io/n8nio/n8n:2.40.7` prints it).
ARG NODE_IMAGE=node:24.11.1-bookworm-slim
ARG N8N_IMAGE=docker.n8n.io/n8nio/n8n:2.40.7

# ---- dist/, compiled from the sources
FROM ${NODE_IMAGE} AS build
WORKDIR /build
COPY package.json package-lock.json ./
# Install scripts stay off, as in stack/bootstrap.mjs: nothing that is needed here has one.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY stack stack
COPY bench bench
COPY sql sql
COPY src src
COPY cli cli
COPY credentials credentials
COPY nodes nodes
COPY receiver receiver
COPY sandbox sandbox
RUN node stack/build.mjs
# Its libraries are development dependencies, which come with half a gigabyte of others.
RUN npx esbuild dist/sandbox/main.js --bundle --platform=node --outfile=sandbox.js

# ---- the package as npm would publish it, with its runtime dependencies
FROM ${NODE_IMAGE} AS package
WORKDIR /n8n-nodes-amocrm-pipeline
COPY package.json package-lock.json ./
# Without --omit=peer npm adds an n8n-workflow of its own, whose error classes n8n does not know.
RUN npm ci --omit=dev --omit=peer --ignore-scripts --no-audit --no-fund \
	&& test ! -e node_modules/n8n-workflow
COPY --from=build /build/dist/cli dist/cli
COPY --from=build /build/dist/credentials dist/credentials
COPY --from=build /build/dist/nodes dist/nodes
COPY --from=build /build/dist/receiver dist/receiver
COPY --from=build /build/dist/sql dist/sql
COPY --from=build /build/dist/src dist/src
COPY workflows workflows

# ---- the stand-in for amoCRM, for trying things out: never part of the image below
FROM ${NODE_IMAGE} AS sandbox
ENV NODE_ENV=production
WORKDIR /opt/sandbox
COPY --from=build /build/dist/sandbox/page page
COPY --from=build /build/sandbox.js sandbox.js
COPY docker/healthcheck.js healthcheck.js
RUN mkdir /data && chown node:node /data
USER node
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 \
	CMD ["node", "healthcheck.js", "http://127.0.0.1:8090/_sandbox/health"]
CMD ["node", "sandbox.js"]

# ---- n8n with the package; also runs `amocrm-pipeline …`
FROM ${N8N_IMAGE} AS n8n
USER root
COPY --from=package /n8n-nodes-amocrm-pipeline /opt/amocrm-pipeline/n8n-nodes-amocrm-pipeline
COPY --chmod=755 docker/entrypoint.sh docker/healthcheck.js /opt/amocrm-pipeline/
RUN ln -s /opt/amocrm-pipeline/n8n-nodes-amocrm-pipeline/dist/cli/main.js /usr/local/bin/amocrm-pipeline

# What stack/n8nEnvironment.ts sets on every machine (a contract test compares the two).
ENV NODE_ENV=production \
	NODE_OPTIONS=--max-semi-space-size=32 \
	DB_TYPE=postgresdb \
	DB_POSTGRESDB_POOL_SIZE=8 \
	DB_POSTGRESDB_STATEMENT_TIMEOUT=0 \
	EXECUTIONS_DATA_PRUNE=true \
	N8N_DIAGNOSTICS_ENABLED=false \
	N8N_DISABLED_MODULES=mcp-registry \
	N8N_DYNAMIC_BANNERS_ENABLED=false \
	N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS=true \
	N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE=true \
	N8N_HIRING_BANNER_ENABLED=false \
	N8N_PERSONALIZATION_ENABLED=false \
	N8N_TEMPLATES_ENABLED=false \
	N8N_VERSION_NOTIFICATIONS_ENABLED=false
# What holds in a container: reached through the network, by nginx only.
ENV N8N_LISTEN_ADDRESS=0.0.0.0 \
	N8N_PORT=5678 \
	N8N_PROXY_HOPS=1

USER node
EXPOSE 5678/tcp
# The same address on n8n, on its workers (QUEUE_HEALTH_CHECK_ACTIVE) and on its webhook processors.
HEALTHCHECK --interval=15s --timeout=5s --start-period=180s --retries=4 \
	CMD ["node", "/opt/amocrm-pipeline/healthcheck.js"]
ENTRYPOINT ["tini", "--", "/opt/amocrm-pipeline/entrypoint.sh"]
CMD ["start"]
