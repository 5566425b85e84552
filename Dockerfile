# itibar with a Chromium inside, run by nobody in particular. One image for every part:
#   docker build -t itibar .
#   docker run -p 127.0.0.1:4280:4280 -v itibar:/data itibar             everything in one process (embedded profile)
#   docker run … itibar worker --jobs fetch                               one part; see compose.yml
FROM node:22-bookworm-slim AS build
WORKDIR /app
# better-sqlite3 is compiled where no ready-made binary can be had.
RUN apt-get update \
  && apt-get install -y --no-install-recommends python3 make g++ \
  && rm -rf /var/lib/apt/lists/*
ENV PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build && npm prune --omit=dev

FROM node:22-bookworm-slim
# tini hands signals on and buries what Chromium leaves behind.
RUN apt-get update \
  && apt-get install -y --no-install-recommends chromium fonts-noto-core tini ca-certificates \
  && rm -rf /var/lib/apt/lists/* \
  && install -d -o node -g node -m 700 /data
WORKDIR /app
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY --from=build /app/dashboard/dist dashboard/dist
COPY analyzers/model analyzers/model
COPY locales locales
COPY package.json LICENSE ./
ENV NODE_ENV=production \
  CHROMIUM_PATH=/usr/bin/chromium \
  ITIBAR_DATA_DIR=/data \
  ITIBAR_SERVER_HOST=0.0.0.0
USER node
VOLUME /data
EXPOSE 4280
ENTRYPOINT ["tini", "--", "node", "dist/cli/index.js"]
CMD ["start"]
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:4280/api/ready').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
