namespace VipOrleans.Domain.Tests.Kernel;

using System.Reflection;
using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Places;

public sealed class JsonContextTests
{
    // Of no aggregate: a ledger and a deduction profile are written by themselves, a bank account goes to the vault, and a draw is
    // published.
    private static readonly string[] Others = ["BankParty", "DeductionProfile", "PublishedDraw", "SavedLedger"];

    [Fact]
    public void The_contexts_list_what_aggregates_write_and_nothing_that_nobody_uses()
    {
        var domain = typeof(City).Assembly;
        var listed = domain.GetTypes().Where(t => t.IsSubclassOf(typeof(JsonSerializerContext)))
            .SelectMany(t => t.GetCustomAttributesData().Where(a => a.AttributeType == typeof(JsonSerializableAttribute)))
            .Select(a => ((Type)a.ConstructorArguments[0].Value!).Name);
        var written = Aggregate.In(domain).Values.SelectMany(a => new[] { a.EventJson.Type.Name, a.StateJson.Type.Name });

        Assert.Equal(written.Concat(Others).Distinct().Order(), listed.Order());
    }
}
