namespace VipOrleans.Durability.Tests;

using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

/// <summary>
/// A file system for SQLite that does what SQLite's own one does, and tells a <see cref="SimulatedDisk"/> of every write, every flush and
/// every change of a folder. It is the default one of this process, so that the product's own connections go through it without knowing.
/// </summary>
/// <remarks>
/// A file is opened by SQLite's own file system, and then its table of methods is exchanged for one in which write, truncate, flush and
/// close are ours. A folder's flush is seen where SQLite opens the folder for it, a call that its file system lets itself be given.
/// </remarks>
internal static unsafe class PowerCutVfs
{
    private const int Ok = 0, IoError = 10, IoErrorWrite = 778, IoErrorSync = 1034, IoErrorTruncate = 1546, IoErrorDelete = 2570;

    private static readonly ConcurrentDictionary<string, SimulatedDisk> Disks = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<nint, OpenFile> Files = new();
    private static readonly ConcurrentDictionary<nint, nint> Exchanged = new();
    private static readonly Lazy<bool> Registered = new(Register);
    private static Vfs* _real;
    private static delegate* unmanaged[Cdecl]<byte*, int*, int> _openFolder;

    /// <summary>From now on all that SQLite does in the disk's folder is told to the disk.</summary>
    public static void Watch(SimulatedDisk disk)
    {
        _ = Registered.Value;
        Disks[disk.Folder] = disk;
    }

    public static void Forget(SimulatedDisk disk) => Disks.TryRemove(disk.Folder, out _);

    private static bool Register()
    {
        SQLitePCL.Batteries_V2.Init();
        SQLitePCL.raw.sqlite3_initialize();
        _real = (Vfs*)sqlite3_vfs_find(null);
        var ours = (Vfs*)NativeMemory.AllocZeroed((nuint)sizeof(Vfs));
        *ours = *_real;
        ours->Name = (byte*)Marshal.StringToCoTaskMemUTF8("power-cuts");
        ours->Open = &Open;
        ours->Delete = &Delete;
        var folderCall = (byte*)Marshal.StringToCoTaskMemUTF8("openDirectory");
        if (_real->Version < 3 || _real->SetSystemCall == null
            || (_openFolder = (delegate* unmanaged[Cdecl]<byte*, int*, int>)_real->GetSystemCall(_real, folderCall)) == null)
            throw new PlatformNotSupportedException(
                "Power cuts are simulated below SQLite's file system for Unix, which alone tells when it flushes a folder. Run these "
                    + "tests on Linux or macOS.");
        _real->SetSystemCall(_real, folderCall, (delegate* unmanaged[Cdecl]<byte*, int*, int>)&OpenFolder);
        return sqlite3_vfs_register(ours, 1) == Ok ? true : throw new InvalidOperationException("SQLite does not take the file system.");
    }

    private static SimulatedDisk? DiskOf(string path) => Path.GetDirectoryName(path) is { } folder ? Disks.GetValueOrDefault(folder) : null;

    private static string Text(byte* utf8) => Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(utf8));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Open(Vfs* vfs, byte* name, VfsFile* file, int flags, int* outFlags)
    {
        // A file without a name is a temporary one: nobody misses it after a cut.
        var path = name == null ? "" : Text(name);
        if (name == null || DiskOf(path) is not { } disk) return _real->Open(_real, name, file, flags, outFlags);
        lock (disk)
        {
            var code = _real->Open(_real, name, file, flags, outFlags);
            if (code != Ok) return code;
            Files[(nint)file] = new(disk, disk.Opened(Path.GetFileName(path)), (nint)file->Methods);
            file->Methods = (FileMethods*)Exchanged.GetOrAdd((nint)file->Methods, Exchange);
            return Ok;
        }
    }

    private static nint Exchange(nint methods)
    {
        var ours = (FileMethods*)NativeMemory.Alloc((nuint)sizeof(FileMethods));
        *ours = *(FileMethods*)methods;
        ours->Close = &Close;
        ours->Write = &Write;
        ours->Truncate = &Truncate;
        ours->Sync = &Sync;
        return (nint)ours;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Close(VfsFile* file) => Files.TryRemove((nint)file, out var open) ? open.Real->Close(file) : IoError;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Write(VfsFile* file, byte* data, int length, long offset)
    {
        var open = Files[(nint)file];
        lock (open.Disk)
        {
            if (!open.Disk.Goes(open.File.Name, DiskStepKind.Write)) return IoErrorWrite;
            var code = open.Real->Write(file, data, length, offset);
            if (code == Ok) open.File.Wrote(offset, new(data, length));
            return code;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Truncate(VfsFile* file, long size)
    {
        var open = Files[(nint)file];
        lock (open.Disk)
        {
            if (!open.Disk.Goes(open.File.Name, DiskStepKind.Truncate)) return IoErrorTruncate;
            var code = open.Real->Truncate(file, size);
            if (code == Ok) open.File.Truncated(size);
            return code;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Sync(VfsFile* file, int flags)
    {
        var open = Files[(nint)file];
        lock (open.Disk)
        {
            if (!open.Disk.Goes(open.File.Name, DiskStepKind.Flush)) return IoErrorSync;
            var code = open.Real->Sync(file, flags);
            if (code == Ok && !open.Disk.ForgetsFiles) open.File.Flushed();
            return code;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Delete(Vfs* vfs, byte* name, int flushFolder)
    {
        var path = Text(name);
        if (DiskOf(path) is not { } disk) return _real->Delete(_real, name, flushFolder);
        lock (disk)
        {
            if (!disk.Goes(Path.GetFileName(path), DiskStepKind.Delete)) return IoErrorDelete;
            disk.Deleted(Path.GetFileName(path));
            return _real->Delete(_real, name, flushFolder);
        }
    }

    // SQLite opens a folder for one reason: to flush it, in the same breath.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OpenFolder(byte* pathOfAFileInIt, int* descriptor)
    {
        var code = _openFolder(pathOfAFileInIt, descriptor);
        if (code == Ok && DiskOf(Text(pathOfAFileInIt)) is { } disk)
        {
            lock (disk) disk.FolderFlushed();
        }

        return code;
    }

    [DllImport("e_sqlite3", CallingConvention = CallingConvention.Cdecl)]
    private static extern void* sqlite3_vfs_find(byte* name);

    [DllImport("e_sqlite3", CallingConvention = CallingConvention.Cdecl)]
    private static extern int sqlite3_vfs_register(Vfs* vfs, int makeDefault);

    private sealed record OpenFile(SimulatedDisk Disk, DiskFile File, nint Methods)
    {
        public FileMethods* Real => (FileMethods*)Methods;
    }

#pragma warning disable CS0649 // Most fields are copied as they are, with the whole.
    // sqlite3_vfs, version 3.
    private struct Vfs
    {
        public int Version, FileSize, MaxPath;
        public Vfs* Next;
        public byte* Name;
        public void* AppData;
        public delegate* unmanaged[Cdecl]<Vfs*, byte*, VfsFile*, int, int*, int> Open;
        public delegate* unmanaged[Cdecl]<Vfs*, byte*, int, int> Delete;
        public void* Access, FullPathname, DlOpen, DlError, DlSym, DlClose, Randomness, Sleep, CurrentTime, GetLastError, CurrentTimeInt64;
        public delegate* unmanaged[Cdecl]<Vfs*, byte*, void*, int> SetSystemCall;
        public delegate* unmanaged[Cdecl]<Vfs*, byte*, void*> GetSystemCall;
        public void* NextSystemCall;
    }

    // sqlite3_file: what follows the methods is the real file system's own.
    private struct VfsFile
    {
        public FileMethods* Methods;
    }

    // sqlite3_io_methods, version 3.
    private struct FileMethods
    {
        public int Version;
        public delegate* unmanaged[Cdecl]<VfsFile*, int> Close;
        public void* Read;
        public delegate* unmanaged[Cdecl]<VfsFile*, byte*, int, long, int> Write;
        public delegate* unmanaged[Cdecl]<VfsFile*, long, int> Truncate;
        public delegate* unmanaged[Cdecl]<VfsFile*, int, int> Sync;
        public void* FileSize, Lock, Unlock, CheckReservedLock, FileControl, SectorSize, DeviceCharacteristics, ShmMap, ShmLock, ShmBarrier,
            ShmUnmap, Fetch, Unfetch;
    }
#pragma warning restore CS0649
}
