# The command line, and the worker and the scheduler that it starts; docker-compose.yml says how.
FROM node:20.20.2-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json tsconfig.json ./
COPY scripts ./scripts
COPY src ./src
COPY jobs ./jobs
RUN npm ci --omit=dev --no-audit --no-fund

FROM node:20.20.2-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production YUEJIE_HOME=/data LANG=C.UTF-8
RUN mkdir -p /data/inbox && chown -R node:node /data
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY package.json LICENSE ./
COPY assets ./assets
COPY bin ./bin
COPY sql ./sql
COPY fixtures ./fixtures
USER node
VOLUME /data
ENTRYPOINT ["node", "bin/yuejie.mjs"]
CMD ["doctor"]
