namespace VipOrleans.Servers;

/// <summary>A server that tests need cannot be had here. It fails the test: what was not tested is not skipped in silence.</summary>
/// <param name="message">What is missing and how to get it.</param>
/// <param name="inner">What it came from.</param>
public sealed class ServerUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
