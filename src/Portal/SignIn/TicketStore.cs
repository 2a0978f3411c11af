namespace VipOrleans.Portal.SignIn;

using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using VipOrleans.Portal.Hosting;

/// <summary>Keeps sessions with their tokens on the server, encrypted: a cookie has nothing but a random number.</summary>
internal sealed class TicketStore(ISessionStore store, IDataProtectionProvider protection) : ITicketStore
{
    private readonly IDataProtector _protector = protection.CreateProtector("vip.portal.ticket");

    public async Task<string> StoreAsync(AuthenticationTicket ticket)
    {
        var key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        await RenewAsync(key, ticket);
        return key;
    }

    public Task RenewAsync(string key, AuthenticationTicket ticket) => store.Put($"ticket:{key}",
        _protector.Protect(TicketSerializer.Default.Serialize(ticket)), ticket.Properties.ExpiresUtc ?? DateTimeOffset.MinValue);

    public async Task<AuthenticationTicket?> RetrieveAsync(string key)
    {
        if (await store.Get($"ticket:{key}") is not { } content) return null;
        try
        {
            return TicketSerializer.Default.Deserialize(_protector.Unprotect(content));
        }
        catch (CryptographicException)
        {
            // Encrypted with a key that is gone: whoever it was signs in again.
            return null;
        }
    }

    public Task RemoveAsync(string key) => store.Remove($"ticket:{key}");
}
