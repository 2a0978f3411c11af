// The PostgreSQL in which silos meet, with reminders and people's vault; reached from the virtual network only, over TLS.
param location string
param name string
param networkName string
param keyVaultName string
param sku object
param isRedundant bool

@secure()
param password string

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' existing = {
  name: networkName

  resource subnet 'subnets' existing = {
    name: 'postgres'
  }
}

resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = {
  name: '${name}.private.postgres.database.azure.com'
  location: 'global'

  resource link 'virtualNetworkLinks' = {
    name: name
    location: 'global'
    properties: { virtualNetwork: { id: network.id }, registrationEnabled: false }
  }
}

resource server 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' = {
  name: '${name}-${uniqueString(resourceGroup().id)}'
  location: location
  sku: sku
  properties: {
    version: '17'
    administratorLogin: 'vip'
    administratorLoginPassword: password
    storage: { storageSizeGB: 64, autoGrow: 'Enabled' }
    backup: { backupRetentionDays: 35, geoRedundantBackup: 'Disabled' }
    network: { delegatedSubnetResourceId: network::subnet.id, privateDnsZoneArmResourceId: zone.id, publicNetworkAccess: 'Disabled' }
    highAvailability: { mode: isRedundant ? 'ZoneRedundant' : 'Disabled' }
  }
  dependsOn: [zone::link]

  resource secure 'configurations' = {
    name: 'require_secure_transport'
    properties: { value: 'on', source: 'user-override' }
  }

  resource tls 'configurations' = {
    name: 'ssl_min_protocol_version'
    properties: { value: 'TLSv1.2', source: 'user-override' }
    dependsOn: [secure]
  }

  resource database 'databases' = {
    name: 'vip'
    properties: { charset: 'UTF8', collation: 'C' }
    dependsOn: [tls]
  }
}

resource keyVault 'Microsoft.KeyVault/vaults@2023-07-01' existing = {
  name: keyVaultName

  resource connection 'secrets' = {
    name: 'cluster-connection'
    properties: {
      value: 'Host=${server.properties.fullyQualifiedDomainName};Username=vip;Password=${password};Database=vip;SSL Mode=VerifyFull'
      contentType: 'PostgreSQL connection string'
    }
    dependsOn: [server::database]
  }
}
