namespace VipOrleans.Stores;

using System.Net.Sockets;
using Npgsql;

/// <summary>A server that may answer, but does not keep what it has to.</summary>
internal sealed class UnfitServerException(string message) : Exception(message);

/// <summary>What an error of the database means for the work that met it.</summary>
internal static class PostgresFailure
{
    // Transaction conflicts and cancelled statements; an operator's intervention and a failover; want of resources, but not the full disk,
    // which stays full for longer than a deadline; a fence, after which the next look answers what stands there.
    private static readonly HashSet<string> Passing = ["40", "55", "57", "08", "25", "53000", "53200", "53300",
        PostgresErrorCodes.UniqueViolation];

    // A wrong password, a user without rights, a database that is not there: a connection ends with them, and so does the next one.
    private static readonly HashSet<string> Lasting = ["28", "3D", "42"];

    /// <summary>What the error means; null for a defect of this program.</summary>
    public static StoreFailure? Of(Exception error) => error switch
    {
        UnfitServerException e => new(e.Message, MayPass: true, NothingDone: true),
        PostgresException e => new(Words(e), MayPass(e), NothingDone: IsError(e)) { IsFull = e.SqlState == PostgresErrorCodes.DiskFull },
        NpgsqlException { InnerException: UnfitServerException e } => Of(e),
        NpgsqlException or IOException or SocketException or TimeoutException => new(error.Message, MayPass: true, NothingDone: false),
        _ => null,
    };

    private static bool MayPass(PostgresException e) =>
        Passing.Contains(e.SqlState) || Passing.Contains(e.SqlState[..2]) || (!IsError(e) && !Lasting.Contains(e.SqlState[..2]));

    // FATAL and PANIC end the connection, perhaps in the middle of a commit.
    private static bool IsError(PostgresException e) => e.InvariantSeverity == "ERROR";

    private static string Words(PostgresException e) =>
        e.SqlState == PostgresErrorCodes.DiskFull ? "the server's disk is full; free space on it" : $"{e.MessageText} ({e.SqlState})";
}
