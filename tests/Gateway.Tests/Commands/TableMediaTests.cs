namespace VipOrleans.Gateway.Tests.Commands;

using System.Net;
using System.Text;
using VipOrleans.Gateway.Access;

public sealed class TableMediaTests(TestGateway gateway)
{
    private const string Form = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"pay.csv\"\r\n"
        + "Content-Type: text/csv\r\n\r\nsponsorship,year,month,earned,currency\r\n--b--\r\n";

    [Theory]
    [InlineData("application/vnd.ms-excel")]
    [InlineData("application/vnd.ms-excel; charset=utf-8")]
    [InlineData("Application/Vnd.Ms-Excel")]
    public async Task A_table_under_the_name_that_Windows_gives_it_is_taken(string media)
    {
        var city = await gateway.NewCity();
        var id = await city.Arrived(await city.Host(), await city.Migrant());
        var sent = await gateway.Send(HttpMethod.Post, $"/v1/cities/{city.Id}/earnings-imports", city.Officer,
            new TestFile(Encoding.UTF8.GetBytes($"sponsorship,year,month,earned,currency\n{id},1,1,4200.00,NZD\n,,,,\n"), media));
        sent.MustBe(HttpStatusCode.Accepted);
        Assert.Equal(("csv", 1), ((string?)sent.Json["format"], (int)sent.Json["rows"]!));

        await gateway.Rates("fj");
        var rates = await gateway.Send(HttpMethod.Post, "/v1/nations/fj/exchange-rates?source=ecb",
            gateway.Token(Role.NationOfficer, nation: "fj"),
            new TestFile("date,base,currency,rate\n2024-02-01,EUR,NZD,1.78\n"u8.ToArray(), media));
        Assert.True(rates.Status is HttpStatusCode.OK or HttpStatusCode.Created, rates.Text);
    }

    [Theory]
    [InlineData("multipart/form-data; boundary=b")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task A_file_in_a_form_is_answered_with_what_to_send(string media)
    {
        var city = await gateway.NewCity();
        foreach (var path in new[] { "earnings-imports", "bank-files", "hosts" }.Select(p => $"/v1/cities/{city.Id}/{p}"))
        {
            var refused = await gateway.Send(HttpMethod.Post, path, city.Officer, new TestFile(Encoding.UTF8.GetBytes(Form), media));
            refused.MustBe(HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
            Assert.Contains("'text/csv'", (string?)refused.Json["detail"], StringComparison.Ordinal);
            Assert.Contains("no form", (string?)refused.Json["detail"], StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("application/vnd.ms-excel", "D0CF11E0A1B11AE1")]
    [InlineData("text/csv", "504B030414000600")]
    [InlineData("text/csv", "D0CF11E0A1B11AE1")]
    public async Task A_workbook_is_answered_with_how_to_save_it(string media, string start)
    {
        var city = await gateway.NewCity();
        byte[] file = [.. Convert.FromHexString(start), .. new byte[2000]];
        foreach (var (path, token) in new[]
        {
            ($"/v1/cities/{city.Id}/earnings-imports", city.Officer), ("/v1/nations/nz/exchange-rates?source=ecb", city.NationOfficer),
        })
        {
            var refused = await gateway.Send(HttpMethod.Post, path, token, new TestFile(file, media));
            refused.MustBe(HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
            Assert.Contains("CSV UTF-8", (string?)refused.Json["detail"], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Under_that_name_nothing_else_is_taken_than_tables()
    {
        var city = await gateway.NewCity();
        var refused = await gateway.Send(HttpMethod.Post, $"/v1/cities/{city.Id}/hosts", city.Officer,
            new TestFile("{}"u8.ToArray(), "application/vnd.ms-excel"));
        refused.MustBe(HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
    }
}
