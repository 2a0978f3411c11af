namespace VipOrleans.Grains.Tests;

using System.Collections.Concurrent;
using Orleans.Storage;
using VipOrleans.Grains.Hosting;

/// <summary>A storage provider for checkpoints that outlives the silos of a test, and remembers all that was kept.</summary>
internal sealed class TestCheckpoints : IGrainStorage
{
    private readonly CheckpointSerializer _serializer = new();
    private readonly Dictionary<GrainId, (BinaryData Bytes, int Version)> _kept = [];
    private readonly Lock _gate = new();

    /// <summary>What was kept, in its order.</summary>
    public ConcurrentQueue<(GrainId Id, CheckpointState State)> Saved { get; } = new();

    /// <summary>What happens before each write; null: nothing.</summary>
    public Func<GrainId, Task>? BeforeWrite { get; set; }

    /// <summary>The newest checkpoint of a projection.</summary>
    public CheckpointState Last(string partition, string projection) =>
        Saved.Last(s => s.Id == GrainId.Create(projection, partition)).State;

    /// <summary>Puts bytes where a checkpoint is.</summary>
    public void Put(string partition, string projection, byte[] bytes)
    {
        lock (_gate)
        {
            var id = GrainId.Create(projection, partition);
            _kept[id] = (new(bytes), _kept.GetValueOrDefault(id).Version + 1);
        }
    }

    /// <summary>Loses a checkpoint.</summary>
    public void Lose(string partition, string projection)
    {
        lock (_gate) _kept.Remove(GrainId.Create(projection, partition));
    }

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        lock (_gate)
        {
            grainState.RecordExists = _kept.TryGetValue(grainId, out var kept);
            (grainState.State, grainState.ETag) = grainState.RecordExists
                ? (_serializer.Deserialize<T>(kept.Bytes), $"{kept.Version}") : (Activator.CreateInstance<T>(), null!);
        }

        return Task.CompletedTask;
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (BeforeWrite is { } before) await before(grainId);
        lock (_gate)
        {
            var version = _kept.GetValueOrDefault(grainId).Version;
            if (grainState.ETag != (version == 0 ? null : $"{version}"))
            {
                throw new InconsistentStateException("Another one was faster.", $"{version}", grainState.ETag);
            }

            _kept[grainId] = (_serializer.Serialize(grainState.State), version + 1);
            (grainState.ETag, grainState.RecordExists) = ($"{version + 1}", true);
            Saved.Enqueue((grainId, (CheckpointState)(object)grainState.State!));
        }
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => throw new NotSupportedException();
}
