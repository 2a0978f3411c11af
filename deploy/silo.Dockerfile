# A silo. Build from the root of the repository: docker build -f deploy/silo.Dockerfile -t vip-orleans/silo .
FROM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
WORKDIR /source
COPY . .
RUN dotnet publish src/Silo/Silo.csproj -c Release -o /app --use-current-runtime --no-self-contained --nologo \
    && mkdir /data

# Chiseled: no shell and no package manager. "Extra" has the time zones, by which a city's days are counted.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra
WORKDIR /app
COPY --from=build /app .
COPY --from=build --chown=$APP_UID:$APP_UID /data /data
# The root file system may be read-only: nothing but the data folder is written to, and the runtime's debugging channel is off.
ENV DOTNET_EnableDiagnostics=0 \
    Silo__DataFolder=/data
USER $APP_UID
EXPOSE 11111 30000 8081
# The runtime, as process 1, gets the SIGTERM that lets calls and writes finish.
ENTRYPOINT ["dotnet", "VipOrleans.Silo.dll"]
