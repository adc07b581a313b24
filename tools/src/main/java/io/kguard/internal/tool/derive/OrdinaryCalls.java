// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import static io.kguard.internal.tool.derive.Fact.Key.*;
import static io.kguard.internal.tool.derive.Fact.Plain.*;

import io.kguard.event.EventFlag;
import io.kguard.event.EventTable;
import io.kguard.event.FalcoVersion;
import io.kguard.event.FlagTable;
import io.kguard.event.IpAddress;
import io.kguard.event.SystemCall;
import io.kguard.internal.tool.derive.Fact.Argument;
import io.kguard.internal.tool.derive.Fact.Label;
import io.kguard.internal.tool.derive.Fact.OfProcess;
import io.kguard.internal.tool.derive.Fact.Plain;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The ordinary system call of an ordinary process. */
final class OrdinaryCalls implements Ordinary {
    private static final List<String> PATHS = List.of(
            "/tmp/data",
            "/etc/app.conf",
            "/usr/share/app/data",
            "/var/lib/app/data",
            "/opt/app/data",
            "/home/app/data",
            "/proc/self/status",
            "/dev/shm/data",
            "/srv/data");
    private static final List<String> ADDRESSES = List.of(
            "203.0.113.7", "198.51.100.9", "10.0.0.9", "192.168.7.9", "172.16.7.9", "127.0.0.1", "169.254.169.254");
    private static final List<String> PORTS = List.of("443", "80", "22", "53", "8080", "4444", "31337");

    private static final Map<Fact, List<String>> PREFERRED = Map.ofEntries(
            Map.entry(RESULT, List.of("0", "3", "ENOENT", "EACCES", "EPERM", "4", "1")),
            Map.entry(FD_PATH, PATHS),
            Map.entry(FD_KIND, List.of("file", "ipv4", "unix", "pipe", "directory", "ipv6")),
            Map.entry(REMOTE_IP, ADDRESSES),
            Map.entry(LOCAL_IP, List.of("10.0.0.2", "192.168.7.2", "172.16.7.2", "127.0.0.1")),
            Map.entry(REMOTE_PORT, PORTS),
            Map.entry(LOCAL_PORT, List.of("40003", "8080", "80", "443")),
            Map.entry(PROTOCOL, List.of("tcp", "udp", "icmp", "raw")),
            Map.entry(ROLE, List.of("client", "server")),
            Map.entry(IN_CONTAINER, List.of("false", "true")),
            Map.entry(CONTAINER_NAME, List.of("app", "web", "worker")),
            Map.entry(
                    IMAGE_REPOSITORY,
                    List.of("docker.io/library/nginx", "docker.io/library/redis", "registry.example.com/app")),
            Map.entry(IMAGE_TAG, List.of("1.27", "latest", "2.0")),
            Map.entry(POD, List.of("web-0", "app-0")),
            Map.entry(NAMESPACE, List.of("shop", "default")),
            Map.entry(FD_UP, List.of("", "/tmp/..", "/var/www/html/../../..")),
            Map.entry(FD_NUMBER, List.of("3", "0", "1", "2")),
            Map.entry(MOUNT_SOURCE, List.of("/data", "/mnt/data")),
            Map.entry(MOUNT_DESTINATION, List.of("/data", "/mnt/data")),
            Map.entry(MOUNT_WRITABLE, List.of("/data", "/mnt/data")),
            Map.entry(PRIVILEGED, List.of("false", "true")),
            Map.entry(RUNTIME, List.of("containerd", "docker", "cri-o")),
            Map.entry(EVENT_NUMBER, List.of("9")));

    private static final List<String> FLAGS_OF_OPEN = List.of(
            "O_RDONLY",
            "O_WRONLY",
            "O_RDWR",
            "O_WRONLY|O_CREAT|O_TRUNC",
            "O_RDWR|O_CREAT",
            "O_WRONLY|O_CREAT|O_EXCL",
            "O_WRONLY|O_CREAT|O_F_CREATED",
            "O_RDONLY|O_DIRECTORY");

    private static final Fact FLAGS = new Argument("flags");

    private static final List<String> ARGUMENTS = List.of("", "-l", "run", "data");

    private static final List<String> CAPABILITIES = capabilities();

    private final EventTypes types;

    OrdinaryCalls(FalcoVersion version) {
        this.types = EventTypes.of(EventTable.of(version));
    }

    private static List<String> capabilities() {
        List<String> names = new ArrayList<>(List.of("CAP_SYS_ADMIN"));
        FlagTable.of("capability_bit").entries().forEach(entry -> names.add(entry.name()));
        return names;
    }

    EventTypes types() {
        return types;
    }

    @Override
    public @Nullable String value(Fact fact, Facts facts) {
        String type = fact == TYPE ? "" : facts.value(TYPE, "");
        if (fact instanceof Argument argument) {
            return argument.name().equals("flags") && types.opens(type)
                    ? "O_RDONLY"
                    : types.isPath(type, argument.name()) ? path(argument.name()) : null;
        }
        if (fact instanceof OfProcess of) {
            return of.number() < 0 ? null : ofProcess(of.number(), of.key(), facts);
        }
        if (!(fact instanceof Plain plain) || fact.isOfContainer() && !facts.is(IN_CONTAINER, "true")) {
            return null;
        }
        boolean accepts = type.startsWith("accept");
        return switch (plain) {
            case FD_UP -> "";
            case TYPE -> "execve";
            case MOUNTS, MOUNT_SOURCE, MOUNT_DESTINATION, MOUNT_WRITABLE, POD, NAMESPACE, IMAGE_DIGEST -> null;
            case FD_KIND -> {
                if (types.opens(type)) {
                    yield facts.value(FLAGS, "").contains("O_DIRECTORY") ? "directory" : "file";
                }
                yield facts.decided(REMOTE_IP) != null || isNetwork(type) ? "ipv4" : "file";
            }
            case ROLE -> accepts ? "server" : "client";
            case RESULT -> types.has(type, EventFlag.CREATES_FD) ? "3" : "0";
            default -> {
                List<String> preferred = preferred(fact, facts);
                yield accepts && fact == REMOTE_PORT
                        ? "51234"
                        : accepts && fact == LOCAL_PORT ? "8080" : preferred.isEmpty() ? null : preferred.get(0);
            }
        };
    }

    /** An ordinary path of a parameter. */
    private static String path(String param) {
        return switch (param) {
            case "newpath" -> "/tmp/data-2";
            case "linkpath" -> "/tmp/link";
            case "dir" -> "/mnt/data";
            default -> "/tmp/data";
        };
    }

    static boolean executes(String type) {
        return SystemCall.is(type, SystemCall.Trait.EXECUTES);
    }

    static boolean isNetwork(String type) {
        return SystemCall.is(type, SystemCall.Trait.SOCKET, SystemCall.Trait.MESSAGE);
    }

    private @Nullable String ofProcess(int number, Fact.Key key, Facts facts) {
        boolean executes = executes(facts.value(TYPE, ""));
        boolean unseen = number > (executes ? 1 : 0) && !isMentioned(number, facts);
        return switch (key) {
            case NAME ->
                unseen
                        ? unseen(number - (executes ? 2 : 1), facts)
                        : names(number, facts).get(0);
            case PATH -> "/usr/bin/" + facts.value(Fact.of(number, NAME), "");
            case EXE -> facts.value(Fact.of(number, NAME), "");
            case ARGS -> number == 0 ? ARGUMENTS.get(0) : "";
            case CWD -> "/";
            case TTY -> "0";
            case UID -> idOf(Fact.of(number, USER), facts);
            case GID -> idOf(Fact.of(number, GROUP), facts);
            case LOGIN_UID ->
                facts.decided(Fact.of(number, LOGIN_USER)) == null
                        ? "4294967295"
                        : idOf(Fact.of(number, LOGIN_USER), facts);
            case USER -> nameOf(Fact.of(number, UID), facts);
            case GROUP -> nameOf(Fact.of(number, GID), facts);
            case YOUNG -> "false";
            case UPPER_LAYER, WRITABLE, MEMORY_FILE -> "false";
            case VPID -> "7";
            case LEADS -> executes ? "false" : "true";
            default -> null;
        };
    }

    /** Whether a script has an ancestor, because something is asked of it or of one before it. */
    private static boolean isMentioned(int number, Facts facts) {
        return facts.all().keySet().stream().anyMatch(fact -> fact instanceof OfProcess of && of.number() > number);
    }

    private static String idOf(Fact name, Facts facts) {
        String known = facts.decided(name);
        return known == null || known.equals("root") ? "0" : "1000";
    }

    private static @Nullable String nameOf(Fact id, Facts facts) {
        String known = facts.decided(id);
        return known == null || known.equals("0") ? "root" : null;
    }

    /** The ancestors that no script mentions. */
    private static @Nullable String unseen(int generation, Facts facts) {
        if (facts.is(IN_CONTAINER, "true")) {
            return generation == 0 ? "containerd-shim" : generation == 1 ? "systemd" : null;
        }
        return generation == 0 ? "systemd" : null;
    }

    private static List<String> names(int number, Facts facts) {
        String type = facts.value(TYPE, "");
        if (number > 0) {
            return List.of("bash", "python3", "node", "java", "app", "worker");
        }
        if (executes(type)) {
            return List.of("id", "ls", "python3", "app", "worker", "tool");
        }
        return isNetwork(type)
                ? List.of("curl", "python3", "node", "app", "worker")
                : List.of("cat", "python3", "cp", "node", "app", "worker");
    }

    @Override
    public List<String> preferred(Fact fact, Facts facts) {
        if (fact == TYPE) {
            List<String> all = new ArrayList<>();
            SystemCall.all().stream()
                    .map(SystemCall::name)
                    .filter(call -> SystemCall.is(call, SystemCall.Trait.COMMON))
                    .forEach(all::add);
            all.addAll(types.names());
            return all;
        }
        if (fact.equals(FLAGS) && types.opens(facts.value(TYPE, ""))) {
            return FLAGS_OF_OPEN;
        }
        if (fact instanceof Label) {
            return List.of("web", "true");
        }
        if (fact instanceof OfProcess of) {
            return of.number() < 0 ? List.of() : preferredOfProcess(of, facts);
        }
        if (fact instanceof Argument argument) {
            if (isPath(fact, facts)) {
                return PATHS;
            }
            List<String> values = new ArrayList<>(types.names(facts.value(TYPE, ""), argument.name()));
            values.addAll(List.of("0", "/tmp/data", "data", "1", "2"));
            return values;
        }
        return PREFERRED.getOrDefault(fact, List.of());
    }

    private List<String> preferredOfProcess(OfProcess fact, Facts facts) {
        int number = fact.number();
        return switch (fact.key()) {
            case NAME -> names(number, facts);
            case PATH -> paths(facts.value(Fact.of(number, NAME), ""));
            case EXE -> {
                String path = facts.value(Fact.of(number, PATH), "");
                yield List.of(
                        facts.value(Fact.of(number, NAME), ""), path, "./" + path.substring(path.lastIndexOf('/') + 1));
            }
            case ARGS -> ARGUMENTS;
            case CWD -> List.of("/", "/tmp/", "/root/", "/var/www/", "/home/app/");
            case ENV -> List.of("HOME=/root");
            case TTY -> List.of("0", "34816");
            case UID, GID -> List.of("0", "1000", "33");
            case USER, GROUP -> List.of("root", "app", "www-data");
            case LOGIN_UID -> List.of("4294967295", "1000", "0");
            case LOGIN_USER -> List.of("app", "root");
            case UPPER_LAYER, WRITABLE, MEMORY_FILE, YOUNG -> List.of("false", "true");
            case VPID -> List.of("7", "1");
            case PERMITTED, EFFECTIVE, INHERITABLE -> CAPABILITIES;
            case LEADS -> List.of("false", "true");
            default -> List.of();
        };
    }

    private static List<String> paths(String name) {
        List<String> paths = new ArrayList<>();
        for (String folder :
                new String[] {"/usr/bin/", "/bin/", "/usr/sbin/", "/usr/local/bin/", "/tmp/", "/opt/app/", "/dev/shm/"
                }) {
            paths.add(folder + name);
        }
        return paths;
    }

    @Override
    public String glue(Fact fact) {
        if (fact instanceof OfProcess of) {
            return of.key() == ARGS || of.key() == ENV || of.key().isCapabilities() ? " " : "";
        }
        return fact instanceof Argument argument && !Set.of("data", "name").contains(argument.name()) ? "|" : "";
    }

    @Override
    public List<String> fillers(Fact fact, Facts facts) {
        if (isPath(fact, facts)) {
            return List.of("/", "data", "/data", "/tmp", "/root", "/tmp/", "/usr/bin/", "/tmp/data", "x", "/x/", "1");
        }
        return fact instanceof OfProcess of && of.key() == ARGS
                ? List.of(" ", "x", " x ")
                : List.of("x", "-", "/", "1", " ", "|", ".");
    }

    @Override
    public String whole(Fact fact, String text, Facts facts) {
        boolean isFile = isPath(fact, facts) && !text.startsWith("/");
        return !isFile ? text : fact instanceof OfProcess ? "/usr/bin/" + text : "/tmp/" + text;
    }

    @Override
    public boolean isPath(Fact fact, Facts facts) {
        return fact == FD_PATH
                || fact instanceof OfProcess of && of.number() >= 0 && of.key() == PATH
                || fact instanceof Argument argument && types.isPath(facts.value(TYPE, ""), argument.name());
    }

    @Override
    public boolean isPossible(Fact fact, String value, Facts facts) {
        if (fact == TYPE) {
            return types.isWritten(value);
        }
        if (fact instanceof Argument argument && !isPath(fact, facts)) {
            return argument.name().equals("data") || types.isPossible(facts.value(TYPE, ""), argument.name(), value);
        }
        if (value.chars().anyMatch(c -> c < 0x20)) {
            return false;
        }
        if (fact == FD_KIND && types.opens(facts.value(TYPE, ""))) {
            return value.equals("file") || value.equals("directory");
        }
        if (isPath(fact, facts)) {
            return value.startsWith("/")
                    && !value.contains("//")
                    && !value.contains("/../")
                    && !value.contains("/./")
                    && (value.length() == 1 || !value.endsWith("/"));
        }
        if (fact == REMOTE_PORT || fact == LOCAL_PORT) {
            return isWithin(value, 65535);
        }
        if (fact == REMOTE_IP || fact == LOCAL_IP) {
            return IpAddress.parseIpv4(value) >= 0 || value.contains(":");
        }
        return !(fact instanceof OfProcess of) || of.number() < 0 || isPossible(of.key(), value);
    }

    private static boolean isPossible(Fact.Key key, String value) {
        return switch (key) {
            case NAME -> !value.isEmpty() && value.length() <= MAX_NAME && !value.contains("/");
            case PERMITTED, EFFECTIVE, INHERITABLE ->
                value.isEmpty() || List.of(value.split(" ", -1)).stream().allMatch(CAPABILITIES::contains);
            case UID, GID, LOGIN_UID, VPID -> isWithin(value, 0xffffffffL);
            default -> true;
        };
    }

    private static boolean isWithin(String value, long most) {
        Long number = Numbers.parse(value);
        return number != null && number >= 0 && number <= most;
    }

    /** The length of a process's name in the kernel. */
    static final int MAX_NAME = 15;
}
