namespace VipOrleans.Domain.Tests.Kernel;

using VipOrleans.Domain.Kernel;

public sealed class ActorsTests
{
    private static readonly NationId Here = NationId.Parse("nz"), There = NationId.Parse("ws");

    [Fact]
    public void An_employer_of_another_nation_with_the_same_id_is_somebody_else()
    {
        var (here, there) = (Employers.Actor(Here, "acme"), Employers.Actor(There, "acme"));
        Assert.Equal("employer:nz/acme", here);
        Assert.False(Actors.AreOne(here, there));
        Assert.Equal(("acme", null), (Employers.IdIn(Here, here), Employers.IdIn(Here, there)));
    }

    [Theory]
    [InlineData("employer:acme", "employer:nz/acme")]
    [InlineData("employer:ws/acme", "employer:ws/acme")]
    [InlineData("city-officer:acme", "city-officer:acme")]
    [InlineData("host:nz-akl.host.1", "host:nz-akl.host.1")]
    [InlineData("system", "system")]
    public void An_employer_of_an_older_journal_is_of_the_nation_of_its_stream(string written, string today) =>
        Assert.Equal(today, Employers.Scoped(written, Here));

    [Theory]
    [InlineData("employer:acme")] // without a nation, it is nobody's
    [InlineData("employer:ws/acme")]
    [InlineData("employer:nzx/acme")]
    [InlineData("city-officer:nz/acme")]
    [InlineData("acme")]
    public void Nobody_else_is_an_employer_of_the_nation(string actor) => Assert.Null(Employers.IdIn(Here, actor));

    [Theory]
    [InlineData("city-officer:4m8z", "city-officer:4m8z", true)]
    [InlineData("city-officer:4m8z", "nation-officer:4m8z", true)]
    [InlineData("city-officer:4m8z", "city-officer:7q2k", false)]
    [InlineData("city-officer:4m8z", "employer:4m8z", false)] // an employer chooses its id, an officer does not
    [InlineData("city-officer:4m8z", "employer:nz/4m8z", false)]
    [InlineData("city-officer:4m8z", "host:4m8z", false)]
    [InlineData("nation-officer:4m8z", "auditor:4m8z", false)]
    [InlineData("employer:nz/4m8z", "employer:nz/4m8z", true)]
    public void Two_actors_are_one_human_being_if_both_hold_an_office_or_are_the_same(string one, string other, bool areOne) =>
        Assert.Equal((areOne, areOne), (Actors.AreOne(one, other), Actors.AreOne(other, one)));

    [Theory]
    [InlineData("", false)]
    [InlineData("a", true)]
    [InlineData("Acme-Orchards_2.nz", true)]
    [InlineData("nz/acme", false)]
    [InlineData("two words", false)]
    [InlineData("Ārai", false)]
    public void An_id_has_letters_digits_and_three_signs(string text, bool isId) => Assert.Equal(isId, Employers.IsId(text));

    [Fact]
    public void An_id_has_at_most_so_many_characters()
    {
        Assert.True(Employers.IsId(new string('a', Employers.MaxId)));
        Assert.False(Employers.IsId(new string('a', Employers.MaxId + 1)));
    }
}
