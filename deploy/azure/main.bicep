// VipOrleans on Azure: silos and gateways as container apps, and one storage account, which has the journal, the membership, the reminders and people's vault.
//
// Before: a resource group, and in it a Key Vault with role-based access, with three secrets that you make yourself:
//   vault-master-keys    id:key, the key 32 bytes in base64: echo "2026:$(openssl rand -base64 32)"
//   journal-key          32 bytes in base64, made once and never again: openssl rand -base64 32
//   ids-key              32 bytes in base64, made once and never again: openssl rand -base64 32
// Then: az deployment group create --resource-group … --template-file deploy/azure/main.bicep --parameters …
targetScope = 'resourceGroup'

@description('Where everything is.')
param location string = resourceGroup().location

@description('The beginning of every name, 3 to 11 lower case letters and digits.')
@minLength(3)
@maxLength(11)
param name string = 'vip'

@description('The Key Vault of this resource group with the secrets vault-master-keys, journal-key and ids-key.')
param keyVaultName string

@description('The registry that has the images, such as example.azurecr.io, in this resource group.')
param registryName string

@description('The tag of both images.')
param version string

@description('The address of your OpenID Connect provider, https.')
param authAuthority string

@description('What the tokens of your provider name as this API.')
param authAudience string

@description('How many silos, always running: 3 or more, so that one may be replaced.')
@minValue(3)
@maxValue(10)
param silos int = 3

@description('The OTLP endpoint of a collector that the environment reaches; empty for none.')
param otlpEndpoint string = ''

var clusterId = 'azure'
// Built-in roles.
var tableDataContributor = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3')
var tableDataReader = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '76199698-9eea-4c19-bc75-cec21354c6b6')
var blobDataContributor = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'ba92f5b4-2d11-453d-a403-e96b0029c9fe')
var secretsUser = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '4633458b-17de-408a-b874-0445c86b69e6')
var registryPull = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '7f951dda-4ed3-4680-a7ca-43fe172d538d')

resource keyVault 'Microsoft.KeyVault/vaults@2023-07-01' existing = {
  name: keyVaultName

  resource masterKeys 'secrets' existing = {
    name: 'vault-master-keys'
  }

  resource journalKey 'secrets' existing = {
    name: 'journal-key'
  }

  resource idsKey 'secrets' existing = {
    name: 'ids-key'
  }
}

resource registry 'Microsoft.ContainerRegistry/registries@2023-07-01' existing = {
  name: registryName
}

// Who the processes are. The gateways' identity reads the table of membership and the key of ids and pulls its image; only the silos' reads the master keys and the journal's key and writes the account.
resource siloIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${name}-silo'
  location: location
}

resource gatewayIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${name}-gateway'
  location: location
}

resource siloWritesTables 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: storage
  name: guid(storage.id, siloIdentity.id, tableDataContributor)
  properties: { roleDefinitionId: tableDataContributor, principalId: siloIdentity.properties.principalId, principalType: 'ServicePrincipal' }
}

resource siloWritesBlobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: storage
  name: guid(storage.id, siloIdentity.id, blobDataContributor)
  properties: { roleDefinitionId: blobDataContributor, principalId: siloIdentity.properties.principalId, principalType: 'ServicePrincipal' }
}

// The world talks to gateways: of the whole account they see who the silos are.
resource gatewayReadsMembers 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: storage::tables::members
  name: guid(storage::tables::members.id, gatewayIdentity.id, tableDataReader)
  properties: { roleDefinitionId: tableDataReader, principalId: gatewayIdentity.properties.principalId, principalType: 'ServicePrincipal' }
}

resource siloReadsMasterKeys 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: keyVault::masterKeys
  name: guid(keyVault::masterKeys.id, siloIdentity.id, secretsUser)
  properties: { roleDefinitionId: secretsUser, principalId: siloIdentity.properties.principalId, principalType: 'ServicePrincipal' }
}

resource siloReadsJournalKey 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: keyVault::journalKey
  name: guid(keyVault::journalKey.id, siloIdentity.id, secretsUser)
  properties: { roleDefinitionId: secretsUser, principalId: siloIdentity.properties.principalId, principalType: 'ServicePrincipal' }
}

resource gatewayReadsIdsKey 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: keyVault::idsKey
  name: guid(keyVault::idsKey.id, gatewayIdentity.id, secretsUser)
  properties: { roleDefinitionId: secretsUser, principalId: gatewayIdentity.properties.principalId, principalType: 'ServicePrincipal' }
}

resource pullsImages 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for (identity, i) in ['${name}-silo', '${name}-gateway']: {
  scope: registry
  name: guid(registry.id, identity, registryPull)
  properties: {
    roleDefinitionId: registryPull
    principalId: i == 0 ? siloIdentity.properties.principalId : gatewayIdentity.properties.principalId
    principalType: 'ServicePrincipal'
  }
}]

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: name
  location: location
  properties: {
    addressSpace: { addressPrefixes: ['10.42.0.0/16'] }
    subnets: [
      {
        name: 'apps'
        properties: {
          addressPrefix: '10.42.0.0/23'
          delegations: [{ name: 'apps', properties: { serviceName: 'Microsoft.App/environments' } }]
        }
      }
      {
        name: 'endpoints'
        properties: { addressPrefix: '10.42.2.32/28' }
      }
    ]
  }

  resource apps 'subnets' existing = {
    name: 'apps'
  }

  resource endpoints 'subnets' existing = {
    name: 'endpoints'
  }
}

// All data. Written with an identity only, from this network only, and kept in three zones.
resource storage 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: '${name}${uniqueString(resourceGroup().id)}'
  location: location
  kind: 'StorageV2'
  sku: { name: 'Standard_ZRS' }
  properties: {
    allowSharedKeyAccess: false
    allowBlobPublicAccess: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: 'Disabled'
    networkAcls: { defaultAction: 'Deny', bypass: 'None' }
  }

  // Whoever is erased is gone: no blob outlives its deletion.
  resource blobs 'blobServices' = {
    name: 'default'
    properties: { deleteRetentionPolicy: { enabled: false }, containerDeleteRetentionPolicy: { enabled: true, days: 7 }, isVersioningEnabled: false }
  }

  resource tables 'tableServices' = {
    name: 'default'

    // Silos make all tables but this one, which a gateway may look into before there is a silo.
    resource members 'tables' = {
      name: 'OrleansSiloInstances'
    }
  }
}

resource storageLock 'Microsoft.Authorization/locks@2020-05-01' = {
  scope: storage
  name: 'journal'
  properties: { level: 'CanNotDelete', notes: 'The journal is the only source of truth, and the vault is in the same account.' }
}

resource zones 'Microsoft.Network/privateDnsZones@2024-06-01' = [for part in ['table', 'blob']: {
  name: 'privatelink.${part}.${environment().suffixes.storage}'
  location: 'global'
}]

resource links 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [for i in range(0, 2): {
  parent: zones[i]
  name: name
  location: 'global'
  properties: { virtualNetwork: { id: network.id }, registrationEnabled: false }
}]

resource storageEndpoints 'Microsoft.Network/privateEndpoints@2024-05-01' = [for part in ['table', 'blob']: {
  name: '${name}-${part}s'
  location: location
  properties: {
    subnet: { id: network::endpoints.id }
    privateLinkServiceConnections: [{ name: '${part}s', properties: { privateLinkServiceId: storage.id, groupIds: [part] } }]
  }
}]

resource endpointZones 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2024-05-01' = [for i in range(0, 2): {
  parent: storageEndpoints[i]
  name: 'default'
  properties: { privateDnsZoneConfigs: [{ name: 'storage', properties: { privateDnsZoneId: zones[i].id } }] }
}]

resource logs 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: '${name}-logs'
  location: location
  properties: { sku: { name: 'PerGB2018' }, retentionInDays: 90, features: { disableLocalAuth: true } }
}

resource apps 'Microsoft.App/managedEnvironments@2024-03-01' = {
  name: name
  location: location
  properties: {
    vnetConfiguration: { infrastructureSubnetId: network::apps.id, internal: false }
    zoneRedundant: true
    appLogsConfiguration: { destination: 'azure-monitor' }
    // Silos and gateways speak TCP with each other by the addresses of their replicas, which is known to work on dedicated hardware only.
    workloadProfiles: [
      { name: 'Consumption', workloadProfileType: 'Consumption' }
      { name: 'dedicated', workloadProfileType: 'D4', minimumCount: 3, maximumCount: 6 }
    ]
  }
}

resource appLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: apps
  name: 'logs'
  properties: { workspaceId: logs.id, logs: [{ categoryGroup: 'allLogs', enabled: true }] }
}

resource silo 'Microsoft.App/containerApps@2024-03-01' = {
  name: '${name}-silo'
  location: location
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${siloIdentity.id}': {} } }
  properties: {
    environmentId: apps.id
    workloadProfileName: 'dedicated'
    configuration: {
      activeRevisionsMode: 'Single'
      registries: [{ server: registry.properties.loginServer, identity: siloIdentity.id }]
      secrets: [
        { name: 'journal-key', keyVaultUrl: keyVault::journalKey.properties.secretUri, identity: siloIdentity.id }
        { name: 'vault-master-keys', keyVaultUrl: keyVault::masterKeys.properties.secretUri, identity: siloIdentity.id }
      ]
      // No ingress: it would reach any silo, and a silo is called by its own address.
    }
    template: {
      // Calls and writes under way are finished within 30 seconds, then the silo leaves the membership.
      terminationGracePeriodSeconds: 60
      containers: [
        {
          name: 'silo'
          image: '${registry.properties.loginServer}/vip-orleans/silo:${version}'
          resources: { cpu: json('1.0'), memory: '2Gi' }
          env: [
            { name: 'DOTNET_ENVIRONMENT', value: 'Production' }
            // Which of its identities a process uses.
            { name: 'AZURE_CLIENT_ID', value: siloIdentity.properties.clientId }
            { name: 'Journal__Store', value: 'AzureTables' }
            { name: 'Journal__Connection', value: 'https://${storage.name}.table.${environment().suffixes.storage}' }
            { name: 'Cluster__ClusterId', value: clusterId }
            { name: 'Journal__Key', secretRef: 'journal-key' }
            { name: 'Vault__MasterKeys', secretRef: 'vault-master-keys' }
            { name: 'DOTNET_GCHeapHardLimitPercent', value: '46' }
            { name: 'OTEL_EXPORTER_OTLP_ENDPOINT', value: otlpEndpoint }
          ]
          probes: [
            { type: 'Startup', httpGet: { path: '/health/ready', port: 8081 }, periodSeconds: 5, timeoutSeconds: 6, failureThreshold: 48 }
            { type: 'Readiness', httpGet: { path: '/health/ready', port: 8081 }, periodSeconds: 5, timeoutSeconds: 6, failureThreshold: 3 }
            { type: 'Liveness', httpGet: { path: '/health/live', port: 8081 }, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 }
          ]
          volumeMounts: [{ volumeName: 'data', mountPath: '/data' }]
        }
      ]
      volumes: [{ name: 'data', storageType: 'EmptyDir' }]
      scale: { minReplicas: silos, maxReplicas: silos }
    }
  }
  dependsOn: [siloWritesTables, siloWritesBlobs, siloReadsMasterKeys, siloReadsJournalKey, pullsImages, endpointZones, links]
}

resource gateway 'Microsoft.App/containerApps@2024-03-01' = {
  name: '${name}-gateway'
  location: location
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${gatewayIdentity.id}': {} } }
  properties: {
    environmentId: apps.id
    workloadProfileName: 'dedicated'
    configuration: {
      activeRevisionsMode: 'Single'
      registries: [{ server: registry.properties.loginServer, identity: gatewayIdentity.id }]
      secrets: [
        { name: 'ids-key', keyVaultUrl: keyVault::idsKey.properties.secretUri, identity: gatewayIdentity.id }
      ]
      // TLS ends here. A request lasts 240 seconds at most, so that a feed breaks then, and goes on with Last-Event-ID.
      ingress: { external: true, targetPort: 8080, transport: 'http', allowInsecure: false }
    }
    template: {
      // Gateway__DrainSeconds, and 30 for requests under way.
      terminationGracePeriodSeconds: 60
      containers: [
        {
          name: 'gateway'
          image: '${registry.properties.loginServer}/vip-orleans/gateway:${version}'
          resources: { cpu: json('0.5'), memory: '1Gi' }
          env: [
            { name: 'ASPNETCORE_ENVIRONMENT', value: 'Production' }
            { name: 'ASPNETCORE_URLS', value: 'http://+:8080' }
            // The ingress of the environment: its subnet, and the addresses that the platform gives its own proxies.
            { name: 'Gateway__TrustedProxies__0', value: '10.42.0.0/23' }
            { name: 'Gateway__TrustedProxies__1', value: '100.64.0.0/10' }
            { name: 'AZURE_CLIENT_ID', value: gatewayIdentity.properties.clientId }
            { name: 'Cluster__Connection', value: 'https://${storage.name}.table.${environment().suffixes.storage}' }
            { name: 'Cluster__ClusterId', value: clusterId }
            { name: 'Auth__Authority', value: authAuthority }
            { name: 'Auth__Audience', value: authAudience }
            { name: 'Ids__Key', secretRef: 'ids-key' }
            { name: 'Gateway__DrainSeconds', value: '10' }
            { name: 'DOTNET_GCHeapHardLimitPercent', value: '46' }
            { name: 'OTEL_EXPORTER_OTLP_ENDPOINT', value: otlpEndpoint }
          ]
          probes: [
            { type: 'Startup', httpGet: { path: '/health/live', port: 8080 }, periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 60 }
            { type: 'Readiness', httpGet: { path: '/health/ready', port: 8080 }, periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 2 }
            { type: 'Liveness', httpGet: { path: '/health/live', port: 8080 }, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 }
          ]
        }
      ]
      scale: { minReplicas: 2, maxReplicas: 6, rules: [{ name: 'requests', http: { metadata: { concurrentRequests: '100' } } }] }
    }
  }
  dependsOn: [gatewayReadsMembers, gatewayReadsIdsKey, pullsImages, endpointZones, links]
}

@description('Where the API is.')
output api string = 'https://${gateway.properties.configuration.ingress.fqdn}'

@description('The journal\'s account.')
output journal string = 'https://${storage.name}.table.${environment().suffixes.storage}'

@description('For a workload identity of silos on AKS.')
output siloClientId string = siloIdentity.properties.clientId

@description('For a workload identity of gateways on AKS.')
output gatewayClientId string = gatewayIdentity.properties.clientId
