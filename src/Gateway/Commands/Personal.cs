namespace VipOrleans.Gateway.Commands;

using System.Text.Json;
using VipOrleans.Gateway.Json;

/// <summary>Marks what belongs to a person: it enters a fingerprint under a key of the vault alone, and no message repeats it.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PersonalAttribute : Attribute;

/// <summary>How a request is written to be compared with its repetition.</summary>
internal static class FingerprintJson
{
    /// <summary>Writes without <see cref="PersonalAttribute"/> members: what a fingerprint may be made from.</summary>
    public static JsonSerializerOptions Options { get; } = GatewayJson.Make(type =>
    {
        for (var i = type.Properties.Count - 1; i >= 0; i--)
        {
            if (type.Properties[i].AttributeProvider?.IsDefined(typeof(PersonalAttribute), true) == true) type.Properties.RemoveAt(i);
        }
    });
}
