namespace VipOrleans.Grains.News;

using System.Text.RegularExpressions;
using VipOrleans.Contracts.News;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.News;

/// <summary>What an address must look like so that a carrier can use it.</summary>
internal static partial class ContactAddresses
{
    private const int MaxMail = 200, MaxLetter = 500;

    /// <summary>What is wrong with a wish, without quoting an address; null if nothing is.</summary>
    public static string? Problem(ContactWish wish) =>
        wish.Channels.Select(Problem).FirstOrDefault(p => p is not null);

    private static string? Problem(ChannelWish wish) => wish.Channel switch
    {
        MessageChannel.Email when wish.Address.Length > MaxMail || !Mail().IsMatch(wish.Address) =>
            $"An e-mail address has one '@', no blanks and at most {MaxMail} characters.",
        MessageChannel.Sms when !Phone().IsMatch(wish.Address) =>
            "A phone's number begins with '+' and its country, and has 7 to 15 digits and nothing else (E.164).",
        MessageChannel.Letter => PlainText.Problem(wish.Address, MaxLetter, PlainText.LineBreaks) is { } problem
            ? $"A letter's address, name and country with it: {problem}" : null,
        _ => null,
    };

    [GeneratedRegex(@"^[^@\s\p{C}<>,;:""]+@[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?\z")]
    private static partial Regex Mail();

    [GeneratedRegex(@"^\+[1-9][0-9]{6,14}\z")]
    private static partial Regex Phone();
}
