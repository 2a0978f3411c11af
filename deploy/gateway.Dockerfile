# A gateway. Build from the root of the repository: docker build -f deploy/gateway.Dockerfile -t vip-orleans/gateway .
FROM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
WORKDIR /source
COPY . .
RUN dotnet publish src/Gateway/Gateway.csproj -c Release -o /app --use-current-runtime --no-self-contained --nologo

# Chiseled: no shell and no package manager. "Extra" has the time zones, which a city's settings name.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra
WORKDIR /app
COPY --from=build /app .
# The root file system may be read-only: nothing is written to, and the runtime's debugging channel is off.
ENV DOTNET_EnableDiagnostics=0
USER $APP_UID
EXPOSE 8080
ENTRYPOINT ["dotnet", "VipOrleans.Gateway.dll"]
