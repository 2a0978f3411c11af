namespace VipOrleans.Portal.Hosting;

using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

/// <summary>
/// Forms that were sent after their session had ended: for half an hour they are given back, encrypted meanwhile, to the person who wrote
/// them and to nobody else who signs in on the same phone.
/// </summary>
internal sealed class KeptForms(ISessionStore store, IDataProtectionProvider protection, TimeProvider time)
{
    private static readonly TimeSpan Lasting = TimeSpan.FromMinutes(30);

    private readonly IDataProtector _forms = protection.CreateProtector("vip.portal.form");
    private readonly IDataProtector _whose = protection.CreateProtector("vip.portal.whose");

    /// <summary>What a form carries so that it is known whose it is.</summary>
    public string Whose(string subject) => _whose.Protect(subject);

    /// <summary>Keeps a form; null if it does not say whose it is.</summary>
    public async Task<string?> Keep(string path, FormState form)
    {
        if (Subject(form[FormState.WhoseField]) is not { } subject) return null;
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var kept = JsonSerializer.SerializeToUtf8Bytes(new Kept(subject, path, form.Values.ToDictionary(), form.Key));
        await store.Put($"form:{id}", _forms.Protect(kept), time.GetUtcNow() + Lasting);
        return id;
    }

    /// <summary>Gives a form back, once; null if there is none of this person for this page.</summary>
    public async Task<FormState?> Return(string id, string path, string subject)
    {
        if (await store.Get($"form:{id}") is not { } content) return null;
        var kept = JsonSerializer.Deserialize<Kept>(_forms.Unprotect(content))!;
        if (kept.Subject != subject || kept.Path != path) return null;
        await store.Remove($"form:{id}");
        return new(kept.Values, [], kept.Key);
    }

    private string? Subject(string whose)
    {
        try
        {
            return whose.Length == 0 ? null : _whose.Unprotect(whose);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private sealed record Kept(string Subject, string Path, Dictionary<string, string> Values, string Key);
}
