namespace VipOrleans.Silo.Tests;

using Microsoft.Extensions.Configuration;

public sealed class SiloConfigurationTests
{
    [Fact]
    public void What_is_not_configured_has_its_default() =>
        Assert.Equal(new SiloSettings { DataFolder = "data", SiloPort = 11111, ClientPort = 30000 }, Read());

    [Fact]
    public void What_is_configured_is_taken() =>
        Assert.Equal(
            new SiloSettings
            {
                DataFolder = "/var/vip", SiloPort = 4000, ClientPort = 0, VaultMasterKeys = "k1:abc", ClusterId = "north",
                ServiceId = "vip"
            },
            Read(("Silo:DataFolder", "/var/vip"), ("Silo:Port", "4000"), ("Silo:ClientPort", "0"), ("Vault:MasterKeys", "k1:abc"),
                ("Cluster:ClusterId", "north"), ("Cluster:ServiceId", "vip")));

    [Fact]
    public void Large_cities_are_read_with_their_parts() =>
        Assert.Equal([new("nz-akl", 4), new("nz-wlg", 64)],
            Read(("Cluster:LargeCities", "nz-akl=4, nz-wlg=64")).LargeCities!.OrderBy(c => c.Key));

    [Theory]
    [InlineData("-1")]
    [InlineData("65536")]
    [InlineData("http")]
    [InlineData("")]
    [InlineData("1e3")]
    public void A_port_that_is_none_is_named_with_its_value(string port)
    {
        var failure = Assert.Throws<OperatorException>(() => Read(("Silo:Port", port)));
        Assert.Contains($"Silo:Port is '{port}'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once()
    {
        var failure = Assert.Throws<OperatorException>(() => Read(("Silo:DataFolder", " "), ("Silo:Port", "x"), ("Silo:ClientPort", "y")));
        Assert.Contains("Silo:DataFolder", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Silo:Port", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Silo:ClientPort", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Silo:DatabaseWaitSeconds", "0", "Silo:DatabaseWaitSeconds is '0'; it is a whole number from 1 to 600.")]
    [InlineData("Silo:DatabaseWaitSeconds", "601", "Silo:DatabaseWaitSeconds is '601'; it is a whole number from 1 to 600.")]
    [InlineData("Cluster:ProbeSeconds", "61", "Cluster:ProbeSeconds is '61'; it is a whole number from 1 to 60.")]
    [InlineData("Cluster:LargeCities", "nz-akl=4, nz-wlg=1", "Cluster:LargeCities has 'nz-wlg=1'; it is a list of cities, each once and "
        + "with 2 to 64 parts, such as 'nz-akl=4,nz-wlg=2', the same in all silos.")]
    [InlineData("Cluster:LargeCities", "nz-akl=4,nz-akl=4", "Cluster:LargeCities has 'nz-akl=4'; it is a list of cities, each once and "
        + "with 2 to 64 parts, such as 'nz-akl=4,nz-wlg=2', the same in all silos.")]
    [InlineData("Cluster:Dashboard", "1", "Cluster:Dashboard is '1'; it is true or false.")]
    [InlineData("Cluster:ProbesMissed", "x", "Cluster:ProbesMissed is 'x'; it is a whole number from 1 to 100.")]
    [InlineData("Cluster:ClusterId", "", "Cluster:ClusterId is ''; it is 1 to 100")]
    [InlineData("Cluster:ServiceId", "two words", "Cluster:ServiceId is 'two words'; it is 1 to 100")]
    [InlineData("Silo:Prot", "1", "Silo:Prot is no setting; the section Silo has Address, Port,")]
    [InlineData("Vault:MasterKey", "s3cret", "Vault:MasterKey is no setting; the section Vault has MasterKeys.")]
    [InlineData("Journal:Key", "s3cret", "Journal:Key is not base64. Set Journal:Key to 32 bytes in base64, the same in all silos")]
    [InlineData("Journal:Key", "s3crets3", "Journal:Key has 6 bytes, not 32.")]
    [InlineData("Journal:Key", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "Journal:Key is nothing but zeros.")]
    [InlineData("Journal:Conection", "s3cret",
        "Journal:Conection is no setting; the section Journal has Store, Connection, Key, AnchorPath.")]
    public void A_value_out_of_range_or_a_slip_in_a_name_is_told_with_what_would_be_right(string name, string value, string words)
    {
        var failure = Assert.Throws<OperatorException>(() => Read((name, value)));
        Assert.StartsWith(words, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gateways_settings_of_the_same_cluster_are_no_slip() =>
        Assert.NotNull(Read(("Cluster:Gateways:0", "10.0.0.1:30000"), ("Auth:Authority", "https://id.example")));

    [Fact]
    public void How_long_a_start_waits_for_a_database_is_taken() =>
        Assert.Equal(TimeSpan.FromSeconds(300), Read(("Silo:DatabaseWaitSeconds", "300")).DatabasePatience);

    [Fact]
    public void Two_uses_of_one_port_are_refused() =>
        Assert.Throws<OperatorException>(() => Read(("Silo:Port", "5000"), ("Silo:ClientPort", "5000")));

    [Theory]
    [InlineData("Postgres", "Host=db;Username=vip;Password=p;Database=vip", JournalStore.Postgres)]
    [InlineData("azuretables", "https://vip.table.core.windows.net", JournalStore.AzureTables)]
    public void A_store_is_chosen_with_its_connection(string store, string connection, JournalStore expected)
    {
        var settings = Read(("Journal:Store", store), ("Journal:Connection", connection), ("Silo:Address", "10.0.0.7"));
        Assert.Equal((expected, connection, "10.0.0.7"), (settings.Store, settings.JournalConnection, settings.Address));
    }

    [Fact]
    public void Silos_meet_in_the_journal_s_database_or_in_the_one_that_is_named()
    {
        const string One = "Host=one", Other = "Host=other";
        Assert.Null(Read().Membership);
        Assert.Equal(One, Read(("Journal:Store", "Postgres"), ("Journal:Connection", One)).Membership);
        Assert.Equal(Other, Read(("Journal:Store", "Postgres"), ("Journal:Connection", One), ("Cluster:Connection", Other)).Membership);
        Assert.Equal(Other,
            Read(("Journal:Store", "AzureTables"), ("Journal:Connection", "https://vip.table.core.windows.net"),
                ("Cluster:Connection", Other)).Membership);
    }

    [Theory]
    [InlineData("https://vip.table.core.windows.net", null, "https://vip.table.core.windows.net")]
    [InlineData("UseDevelopmentStorage=true", null, "UseDevelopmentStorage=true")]
    [InlineData("https://vip.table.core.windows.net", "https://other.table.core.windows.net", "https://other.table.core.windows.net")]
    [InlineData("https://vip.table.core.windows.net", "Host=db", null)]
    public void Silos_whose_journal_is_in_Azure_Tables_meet_in_its_account_unless_another_place_is_named(string journal, string? cluster,
        string? account)
    {
        var settings = Read(("Journal:Store", "AzureTables"), ("Journal:Connection", journal), ("Cluster:Connection", cluster!));
        Assert.Equal((account, account is null ? cluster : null, false), (settings.Account, settings.Membership, settings.IsAlone));
        Assert.Equal((null, null, true), (Read().Account, Read().Membership, Read().IsAlone));
    }

    [Theory]
    [InlineData("Journal:Store is 'Oracle'", "Oracle", null, null, null)]
    [InlineData("Journal:Store is '1'", "1", null, null, null)]
    [InlineData("Journal:Connection is empty", "Postgres", null, null, null)]
    [InlineData("Journal:Connection is empty", "AzureTables", " ", null, null)]
    [InlineData("Journal:Connection:", "Postgres", "Password=s3cret", null, null)]
    [InlineData("Journal:Connection:", "AzureTables", "AccountKey=s3cret", null, null)]
    [InlineData("Journal:Connection is given but", null, "Host=db", null, null)]
    [InlineData("Cluster:Connection is given but", null, null, "Host=db", null)]
    [InlineData("Cluster:Connection:", "AzureTables", "https://vip.table.core.windows.net", "Password=s3cret", null)]
    [InlineData("Cluster:Connection names a storage account but", "Postgres", "Host=db", "https://vip.table.core.windows.net", null)]
    [InlineData("Cluster:Connection: ", "AzureTables", "https://vip.table.core.windows.net", "AccountName=a;AccountKey=s3cret", null)]
    [InlineData("Journal:Connection: The endpoint of Azure Tables is not", "AzureTables", "https://tables.example.org", null, null)]
    [InlineData("Silo:Address is 'here'", "Postgres", "Host=db", null, "here")]
    public void A_store_that_cannot_be_used_is_named_without_its_secrets(string expected, string? store, string? connection,
        string? cluster, string? address)
    {
        var failure = Assert.Throws<OperatorException>(() =>
            Read(("Journal:Store", store!), ("Journal:Connection", connection!), ("Cluster:Connection", cluster!),
                ("Silo:Address", address!)));
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", failure.Message, StringComparison.Ordinal);
    }

    private static SiloSettings Read(params (string Name, string Value)[] values) =>
        SiloConfiguration.Read(
            new ConfigurationBuilder().AddInMemoryCollection(values.ToDictionary(v => v.Name, string? (v) => v.Value)).Build());
}
