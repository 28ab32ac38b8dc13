package dev.sluice.agent;

import static dev.sluice.common.config.SettingGroup.LIMITS;
import static dev.sluice.common.config.SettingGroup.NETWORK;
import static dev.sluice.common.config.SettingGroup.STORAGE;
import static dev.sluice.common.config.SettingGroup.UPLOADS;

import dev.sluice.agent.store.engine.StorageEngineProvider;
import dev.sluice.agent.store.engine.StorageEngines;
import dev.sluice.agent.store.engine.StorageUri;
import dev.sluice.common.config.ByteSize;
import dev.sluice.common.config.Checked;
import dev.sluice.common.config.ConfigCheck;
import dev.sluice.common.config.ConfigSchema;
import dev.sluice.common.config.FileMode;
import dev.sluice.common.config.HostPort;
import dev.sluice.common.config.ProcessConfig;
import dev.sluice.common.config.Setting;
import dev.sluice.common.config.StartupException;
import dev.sluice.common.config.StateFolder;
import dev.sluice.common.model.Placement;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The settings of a worker agent. */
public record AgentConfig(
    @Setting(
            group = STORAGE,
            about =
                "The folder whose sub-folders are the buckets; made if its parent exists. It is the"
                    + " short form of a storage of the scheme file.",
            fallback = "./data",
            placeholder = "DIR")
        Path data,
    @Setting(
            group = STORAGE,
            about =
                "Where the objects lie, as a URI whose scheme chooses the engine:"
                    + " file:///srv/objects for plain files below a folder,"
                    + " hdfs://nameservice/objects for a folder of HDFS,"
                    + " alluxio://master:19998/objects for one of Alluxio (both are built apart),"
                    + " memory: for the agent's memory (for tests). When not set: the data folder.",
            placeholder = "URI")
        Optional<StorageUri> storage,
    @Setting(
            group = STORAGE,
            about =
                "The folder for what belongs to this agent alone: its Unix socket, the token that"
                    + " it makes, a lock. It lies on a disk of this machine, has mode 0700, and is"
                    + " made if its parent exists. When not set: .sluice in the data folder; an"
                    + " agent that writes nothing there, or keeps objects in its memory, then has"
                    + " no such folder. An agent of HDFS, Alluxio or a shared storage needs it.",
            placeholder = "DIR")
        Optional<Path> state,
    @Setting(
            group = STORAGE,
            about =
                "Whether this agent has the storage for itself (bucket), or others serve it at the"
                    + " same time (shared), which takes a storage that lets them: HDFS, a folder"
                    + " for agents of one machine. All agents of a storage say the same.",
            fallback = "bucket")
        Placement placement,
    @Setting(
            group = STORAGE,
            about =
                "When a write is acknowledged: once it is on the device (fsync), or once the"
                    + " operating system has it (os: a power cut may take what was acknowledged).",
            fallback = "fsync")
        Durability durability,
    @Setting(
            group = STORAGE,
            about =
                "Serve what is there and write nothing into the data folder: no record, no lock, no"
                    + " Unix socket. Changes are refused with 403.",
            fallback = "false")
        boolean readOnly,
    @Setting(
            group = STORAGE,
            about =
                "Whether to start only where the data folder holds a store already: a mount point"
                    + " whose file system is not mounted is an empty folder. A first start leaves"
                    + " it false.",
            fallback = "false")
        boolean requireExistingStore,
    @Setting(
            group = STORAGE,
            about = "The permissions of the files that are made.",
            fallback = "0644")
        FileMode fileMode,
    @Setting(
            group = STORAGE,
            about =
                "The permissions of the directories that are made; 2775, say, makes them"
                    + " set-group-id.",
            fallback = "0755")
        FileMode directoryMode,
    @Setting(
            group = STORAGE,
            about =
                "Serve symbolic links at the top of the data folder as buckets, if they lead to"
                    + " directories outside of it; each is resolved once, at the start. Links"
                    + " inside buckets are never followed.",
            fallback = "false")
        boolean followBucketLinks,
    @Setting(
            group = STORAGE,
            about =
                "Free space of a file system that is enough: below it, and below"
                    + " minimum-free-percent as well, writes are refused; deletes are not. 0B:"
                    + " never.",
            fallback = "1GiB",
            atLeast = "0B")
        ByteSize minimumFreeSpace,
    @Setting(
            group = STORAGE,
            about =
                "Free share of a file system, of its bytes and of its inodes, that is enough; see"
                    + " minimum-free-space. 0: writes are never refused early.",
            fallback = "1",
            atLeast = "0",
            atMost = "50")
        int minimumFreePercent,
    @Setting(
            group = STORAGE,
            about =
                "Threads that read and write files, for each file system (a bucket may be a mount),"
                    + " and as many again for what takes long: copies, completions, deletes of many"
                    + " keys, listings of large directories.",
            fallback = "16",
            atLeast = "1",
            atMost = "1024")
        int ioThreads,
    @Setting(
            group = STORAGE,
            about =
                "Bytes a second that are read in the background, to compare stored objects with"
                    + " their checksums and to give files from outside their MD5 as their ETag. 0B:"
                    + " nothing is.",
            fallback = "4MiB",
            atLeast = "0B")
        ByteSize scrubRate,
    @Setting(
            group = STORAGE,
            about =
                "How often a pass of that over all objects begins; one that takes longer is"
                    + " followed by the next at once.",
            fallback = "7d",
            atLeast = "1s")
        Duration scrubInterval,
    @Setting(
            group = STORAGE,
            about =
                "Who owns the objects of a bucket that is created: its owner, and there are no"
                    + " access control lists (BucketOwnerEnforced); its owner where a list says so"
                    + " (BucketOwnerPreferred); their writers (ObjectWriter). A folder that"
                    + " somebody else made, and a bucket without this setting, follows it as it"
                    + " stands.",
            fallback = "BucketOwnerEnforced",
            placeholder = "BucketOwnerEnforced|BucketOwnerPreferred|ObjectWriter")
        OwnershipSetting defaultObjectOwnership,
    @Setting(
            group = STORAGE,
            about =
                "The public access that a bucket blocks which is created: none, all, or some of"
                    + " BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy and"
                    + " RestrictPublicBuckets, separated by commas.",
            fallback = "none",
            placeholder = "none|all|SWITCHES")
        AccessBlockSetting defaultPublicAccessBlock,
    @Setting(
            group = NETWORK,
            about =
                "Where the agent answers gRPC over TCP, such as 127.0.0.1:29996. When not set: only"
                    + " by the socket agent.sock in the state folder, which is always there.",
            placeholder = "HOST:PORT")
        Optional<HostPort> agentListen,
    @Setting(
            group = NETWORK,
            about =
                "Whether gRPC reflection and channelz are served over TCP as well, to callers"
                    + " with the token; by the socket they always are.",
            fallback = "false")
        boolean agentReflection,
    @Setting(
            group = NETWORK,
            about =
                "Bytes of a body from which on a frontend that reaches the agent by its Unix socket"
                    + " is passed the open file, by the socket agent-fd.sock beside it, and sends"
                    + " the bytes itself. 0B: never.",
            fallback = "1MiB",
            atLeast = "0B")
        ByteSize shortCircuitFrom,
    @Setting(
            group = NETWORK,
            about = "Where metrics and health are served.",
            fallback = "127.0.0.1:29997")
        HostPort adminListen,
    @Setting(
            group = UPLOADS,
            about = "The smallest part of an upload, except for its last.",
            fallback = "1MiB",
            atLeast = "1B",
            atMost = "5GiB")
        ByteSize minimumPartSize,
    @Setting(
            group = UPLOADS,
            about = "Whether parts must have 5 MiB at least, as on AWS.",
            fallback = "false")
        boolean strictPartSize,
    @Setting(
            group = UPLOADS,
            about =
                "How many unfinished uploads a bucket may have; beyond it new ones are refused with"
                    + " 503 SlowDown.",
            fallback = "100000",
            atLeast = "1",
            atMost = "10000000")
        int maximumUploads,
    @Setting(
            group = UPLOADS,
            about = "The age at which an unfinished upload is swept away.",
            fallback = "7d",
            atLeast = "1s")
        Duration uploadExpiry,
    @Setting(
            group = UPLOADS,
            about = "How long the answer to a completed upload is kept, to be repeated.",
            fallback = "24h",
            atLeast = "1s")
        Duration tombstoneExpiry,
    @Setting(
            group = UPLOADS,
            about = "How often leftovers are looked for.",
            fallback = "10m",
            atLeast = "1s")
        Duration sweepInterval,
    @Setting(group = LIMITS, about = "The largest object.", fallback = "5TiB", atLeast = "1B")
        ByteSize maximumObjectSize,
    @Setting(
            group = LIMITS,
            about = "The memory for the ordered directory snapshots that listings are served from.",
            fallback = "32MiB",
            atLeast = "1MiB")
        ByteSize snapshotBudget,
    @Setting(
            group = LIMITS,
            about =
                "How long a listing may miss what others changed in the folder, where the system"
                    + " does not report changes.",
            fallback = "1s",
            atLeast = "0s",
            atMost = "1h")
        Duration listingStaleness,
    ProcessConfig process)
    implements Checked {

  /** The settings of a process that is an agent and nothing else. */
  public static final ConfigSchema SCHEMA = ConfigSchema.of(AgentConfig.class);

  private static final ByteSize STRICT_PART_SIZE = new ByteSize(5 << 20);
  private static final int OWNER_READS_AND_WRITES = 0600;
  private static final int OWNER_ENTERS = 0700;

  @Override
  public void check(ConfigCheck check) {
    check.expect(
        "file-mode",
        fileMode.allows(OWNER_READS_AND_WRITES) && fileMode.isPermissions(),
        "a mode that lets the owner read and write: 0600..0777");
    check.expect(
        "directory-mode",
        directoryMode.allows(OWNER_ENTERS),
        "a mode that gives the owner all: 0700 or more");
    Optional<StorageEngineProvider> engine = engines().find(storageUri());
    check.expect("storage", engine.isPresent(), engines().expected(storageUri()));
    Optional<String> expected = engine.flatMap(found -> found.expected(storageUri()));
    check.expect("storage", expected.isEmpty(), expected.orElse(""));
    check.expect(
        "placement",
        placement == Placement.BUCKET
            || engine.map(StorageEngineProvider::canBeShared).orElse(true),
        "bucket, as this storage is served by one agent",
        "storage");
    check.expect(
        "data",
        storage.isEmpty() || !check.isGiven("data"),
        "not set, as storage says where the objects lie",
        "storage");
    check.expect(
        "read-only",
        !readOnly || engine.map(StorageEngineProvider::isLasting).orElse(true),
        "false for an engine that holds nothing yet",
        "storage");
    check.expect(
        "state",
        readOnly
            || stateFolder().isPresent()
            || !engine.map(StorageEngineProvider::isLasting).orElse(false),
        "a folder on a disk of this machine, as this storage has no place for what is the agent's"
            + " own",
        "storage",
        "read-only");
    check.expect(
        "agent-listen",
        agentListen.map(HostPort::isLoopback).orElse(true)
            || process.tls().agentTlsCertificate().isPresent()
            || process.allowPlaintextAgentsBeyondLoopback(),
        "an address of this machine alone, or agent-tls-certificate, or"
            + " allow-plaintext-agents-beyond-loopback",
        "agent-tls-certificate",
        "agent-tls-key",
        "allow-plaintext-agents-beyond-loopback");
    check.expect(
        "agent-listen",
        agentListen.isEmpty()
            || stateFolder().isPresent()
            || process.hasToken()
            || process.agentTokenFile().isPresent()
            || process.tls().isMutualBetweenTiers(),
        "not set, or a token, or agent-token-file or state as there is no folder to keep one in,"
            + " or agent-tls-certificate and agent-tls-ca",
        "storage",
        "state",
        "read-only",
        "token",
        "token-file",
        "agent-token-file",
        "agent-tls-certificate",
        "agent-tls-key",
        "agent-tls-ca");
    check.expect(
        "agent-tls-ca",
        process.tls().agentTlsCa().isEmpty() || process.tls().agentTlsCertificate().isPresent(),
        "not set, or agent-tls-certificate set as well",
        "agent-tls-certificate",
        "agent-tls-key");
    check.expect(
        "minimum-part-size",
        minimumPartSize.compareTo(maximumObjectSize) <= 0,
        "at most maximum-object-size",
        "maximum-object-size");
  }

  private static StorageEngines engines() {
    try {
      return StorageEngines.installed();
    } catch (IllegalStateException e) {
      throw new StartupException(String.valueOf(e.getMessage()), e);
    }
  }

  /** The location of the objects. */
  StorageUri storageUri() {
    return storage.orElseGet(() -> StorageUri.ofFolder(data));
  }

  /** The folder that holds the buckets; empty where the storage is no folder. */
  public Optional<Path> dataFolder() {
    return storage.isEmpty() ? Optional.of(data) : storageUri().folder();
  }

  /** The engine that serves them. */
  StorageEngineProvider engine() {
    return engines().find(storageUri()).orElseThrow();
  }

  /** The folder of what is the agent's own; empty where it has none. */
  public Optional<StateFolder> stateFolder() {
    return state
        .map(folder -> folder.toAbsolutePath().normalize())
        .or(() -> readOnly ? Optional.empty() : stateFolderOfStorage())
        .map(StateFolder::new);
  }

  private Optional<Path> stateFolderOfStorage() {
    StorageUri uri = storageUri();
    return engines()
        .find(uri)
        .filter(engine -> placement == Placement.BUCKET && engine.expected(uri).isEmpty())
        .flatMap(engine -> engine.stateFolder(uri));
  }

  /**
   * The file with the token that the agent makes for itself; empty where it needs none: it has one
   * already, or both sides show certificates, or there is no TCP.
   */
  public Optional<Path> madeTokenFile() {
    return agentListen.isEmpty() || process.hasToken() || process.tls().isMutualBetweenTiers()
        ? Optional.empty()
        : process.agentTokenFile().or(() -> stateFolder().map(StateFolder::token));
  }

  /** The smallest size of a part that is not the last. */
  public ByteSize smallestPart() {
    return strictPartSize && minimumPartSize.compareTo(STRICT_PART_SIZE) < 0
        ? STRICT_PART_SIZE
        : minimumPartSize;
  }
}
