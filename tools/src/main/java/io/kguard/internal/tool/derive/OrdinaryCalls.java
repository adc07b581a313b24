// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import io.kguard.event.EventFlag;
import io.kguard.event.EventTable;
import io.kguard.event.FalcoVersion;
import io.kguard.event.FlagTable;
import io.kguard.event.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The ordinary system call of an ordinary process. */
final class OrdinaryCalls implements Ordinary {
    static final Set<String> OPENS = Set.of("open", "openat", "openat2", "creat", "open_by_handle_at");
    static final Set<String> EXECUTES = Set.of("execve", "execveat");

    /** The most common event types first. */
    private static final List<String> TYPES = List.of(
            "openat",
            "execve",
            "connect",
            "read",
            "write",
            "unlinkat",
            "rename",
            "mkdir",
            "symlink",
            "linkat",
            "chmod",
            "accept4",
            "listen",
            "bind",
            "socket",
            "sendto",
            "recvfrom",
            "mount",
            "ptrace",
            "setuid",
            "open",
            "dup2");

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

    private static final Map<String, List<String>> PREFERRED = Map.ofEntries(
            Map.entry("res", List.of("0", "3", "ENOENT", "EACCES", "EPERM", "4", "1")),
            Map.entry("fd.path", PATHS),
            Map.entry("fd.kind", List.of("file", "ipv4", "unix", "pipe", "directory", "ipv6")),
            Map.entry("net.rip", ADDRESSES),
            Map.entry("net.lip", List.of("10.0.0.2", "192.168.7.2", "172.16.7.2", "127.0.0.1")),
            Map.entry("net.rport", PORTS),
            Map.entry("net.lport", List.of("40003", "8080", "80", "443")),
            Map.entry("net.proto", List.of("tcp", "udp", "icmp", "raw")),
            Map.entry("net.role", List.of("client", "server")),
            Map.entry("c.in", List.of("false", "true")),
            Map.entry("c.name", List.of("app", "web", "worker")),
            Map.entry(
                    "c.repo",
                    List.of("docker.io/library/nginx", "docker.io/library/redis", "registry.example.com/app")),
            Map.entry("c.tag", List.of("1.27", "latest", "2.0")),
            Map.entry("c.pod", List.of("web-0", "app-0")),
            Map.entry("c.ns", List.of("shop", "default")),
            Map.entry("fd.up", List.of("", "/tmp/..", "/var/www/html/../../..")),
            Map.entry("fd.num", List.of("3", "0", "1", "2")),
            Map.entry("evt.num", List.of("9")));

    private static final List<String> FLAGS_OF_OPEN = List.of(
            "O_RDONLY",
            "O_WRONLY",
            "O_RDWR",
            "O_WRONLY|O_CREAT|O_TRUNC",
            "O_RDWR|O_CREAT",
            "O_WRONLY|O_CREAT|O_EXCL",
            "O_WRONLY|O_CREAT|O_F_CREATED",
            "O_RDONLY|O_DIRECTORY");

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
    public @Nullable String value(String fact, Facts facts) {
        if (fact.startsWith("arg.")) {
            String type = facts.value("type", "");
            return fact.equals("arg.flags") && OPENS.contains(type)
                    ? "O_RDONLY"
                    : types.isPath(type, fact.substring(4)) ? path(fact.substring(4)) : null;
        }
        if (fact.startsWith("c.label.") || fact.startsWith("c.mount")) {
            return null;
        }
        if (fact.equals("fd.up")) {
            return "";
        }
        if (fact.equals("type")) {
            return "execve";
        }
        boolean accepts = facts.value("type", "").startsWith("accept");
        if (accepts && fact.equals("net.rport")) {
            return "51234";
        }
        if (accepts && fact.equals("net.lport")) {
            return "8080";
        }
        if (fact.equals("fd.kind")) {
            if (OPENS.contains(facts.value("type", ""))) {
                return facts.value("arg.flags", "").contains("O_DIRECTORY") ? "directory" : "file";
            }
            return facts.decided("net.rip") != null || isNetwork(facts.value("type", "")) ? "ipv4" : "file";
        }
        if (fact.equals("net.role")) {
            return facts.value("type", "").startsWith("accept") ? "server" : "client";
        }
        if (fact.equals("res")) {
            return types.has(facts.value("type", ""), EventFlag.CREATES_FD) ? "3" : "0";
        }
        if (fact.equals("c.pod") || fact.equals("c.ns") || fact.equals("c.digest")) {
            return null;
        }
        if (fact.startsWith("c.") && !fact.equals("c.in") && !facts.is("c.in", "true")) {
            return null;
        }
        if (fact.startsWith("p")) {
            return ofProcess(Character.digit(fact.charAt(1), 10), fact.substring(3), facts);
        }
        List<String> preferred = preferred(fact, facts);
        return preferred.isEmpty() ? null : preferred.get(0);
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

    static boolean isNetwork(String type) {
        return type.startsWith("accept")
                || Set.of("connect", "bind", "listen", "socket", "sendto", "recvfrom", "sendmsg", "recvmsg")
                        .contains(type);
    }

    private @Nullable String ofProcess(int number, String key, Facts facts) {
        boolean executes = EXECUTES.contains(facts.value("type", ""));
        boolean unseen = number > (executes ? 1 : 0) && !isMentioned(number, facts);
        return switch (key) {
            case "name" ->
                unseen
                        ? unseen(number - (executes ? 2 : 1), facts)
                        : names(number, facts).get(0);
            case "path" -> "/usr/bin/" + facts.value("p" + number + ".name", "");
            case "exe" -> facts.value("p" + number + ".name", "");
            case "args" -> number == 0 ? ARGUMENTS.get(0) : "";
            case "cwd" -> "/";
            case "tty" -> "0";
            case "uid" -> idOf("p" + number + ".user", facts);
            case "gid" -> idOf("p" + number + ".group", facts);
            case "luid" ->
                facts.decided("p" + number + ".luser") == null ? "4294967295" : idOf("p" + number + ".luser", facts);
            case "user" -> nameOf("p" + number + ".uid", facts);
            case "group" -> nameOf("p" + number + ".gid", facts);
            case "new" -> "false";
            case "upper", "writable", "memfd" -> "false";
            case "vpid" -> "7";
            case "leads" -> executes ? "false" : "true";
            default -> null;
        };
    }

    /** Whether a script has an ancestor, because something is asked of it or of one before it. */
    private static boolean isMentioned(int number, Facts facts) {
        return facts.all().keySet().stream()
                .anyMatch(fact -> fact.matches("p[0-9]\\..*") && Character.digit(fact.charAt(1), 10) > number);
    }

    private static String idOf(String name, Facts facts) {
        String known = facts.decided(name);
        return known == null || known.equals("root") ? "0" : "1000";
    }

    private static @Nullable String nameOf(String id, Facts facts) {
        String known = facts.decided(id);
        return known == null || known.equals("0") ? "root" : null;
    }

    /** The ancestors that no script mentions. */
    private static @Nullable String unseen(int generation, Facts facts) {
        if (facts.is("c.in", "true")) {
            return generation == 0 ? "containerd-shim" : generation == 1 ? "systemd" : null;
        }
        return generation == 0 ? "systemd" : null;
    }

    private static List<String> names(int number, Facts facts) {
        String type = facts.value("type", "");
        if (number > 0) {
            return List.of("bash", "python3", "node", "java", "app", "worker");
        }
        if (EXECUTES.contains(type)) {
            return List.of("id", "ls", "python3", "app", "worker", "tool");
        }
        return isNetwork(type)
                ? List.of("curl", "python3", "node", "app", "worker")
                : List.of("cat", "python3", "cp", "node", "app", "worker");
    }

    @Override
    public List<String> preferred(String fact, Facts facts) {
        if (fact.equals("type")) {
            List<String> all = new ArrayList<>(TYPES);
            all.addAll(types.names());
            return all;
        }
        if (fact.equals("arg.flags") && OPENS.contains(facts.value("type", ""))) {
            return FLAGS_OF_OPEN;
        }
        if (fact.startsWith("c.label.")) {
            return List.of("web", "true");
        }
        if (fact.startsWith("c.mount.")) {
            return List.of("/data", "/mnt/data");
        }
        if (fact.startsWith("p") && fact.indexOf('.') == 2) {
            return preferredOfProcess(fact, facts);
        }
        if (fact.startsWith("arg.")) {
            if (isPath(fact, facts)) {
                return PATHS;
            }
            List<String> values = new ArrayList<>(types.names(facts.value("type", ""), fact.substring(4)));
            values.addAll(List.of("0", "/tmp/data", "data", "1", "2"));
            return values;
        }
        if (fact.equals("c.privileged")) {
            return List.of("false", "true");
        }
        if (fact.equals("c.type")) {
            return List.of("containerd", "docker", "cri-o");
        }
        return PREFERRED.getOrDefault(fact, List.of());
    }

    private List<String> preferredOfProcess(String fact, Facts facts) {
        int number = Character.digit(fact.charAt(1), 10);
        return switch (fact.substring(3)) {
            case "name" -> names(number, facts);
            case "path" -> paths(facts.value("p" + number + ".name", ""));
            case "exe" -> {
                String path = facts.value("p" + number + ".path", "");
                yield List.of(
                        facts.value("p" + number + ".name", ""),
                        path,
                        "./" + path.substring(path.lastIndexOf('/') + 1));
            }
            case "args" -> ARGUMENTS;
            case "cwd" -> List.of("/", "/tmp/", "/root/", "/var/www/", "/home/app/");
            case "env" -> List.of("HOME=/root");
            case "tty" -> List.of("0", "34816");
            case "uid", "gid" -> List.of("0", "1000", "33");
            case "user", "group" -> List.of("root", "app", "www-data");
            case "luid" -> List.of("4294967295", "1000", "0");
            case "luser" -> List.of("app", "root");
            case "upper", "writable", "memfd", "new" -> List.of("false", "true");
            case "vpid" -> List.of("7", "1");
            case "capp", "cape", "capi" -> CAPABILITIES;
            case "leads" -> List.of("false", "true");
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
    public String glue(String fact) {
        return fact.endsWith(".args") || fact.endsWith(".env") || fact.startsWith("p") && fact.contains(".cap")
                ? " "
                : fact.startsWith("arg.") && !fact.equals("arg.data") && !fact.equals("arg.name") ? "|" : "";
    }

    @Override
    public List<String> fillers(String fact, Facts facts) {
        if (isPath(fact, facts)) {
            return List.of("/", "data", "/data", "/tmp", "/root", "/tmp/", "/usr/bin/", "/tmp/data", "x", "/x/", "1");
        }
        return fact.endsWith(".args") ? List.of(" ", "x", " x ") : List.of("x", "-", "/", "1", " ", "|", ".");
    }

    @Override
    public String whole(String fact, String text, Facts facts) {
        boolean isFile = isPath(fact, facts) && !text.startsWith("/");
        return !isFile ? text : fact.startsWith("p") ? "/usr/bin/" + text : "/tmp/" + text;
    }

    @Override
    public boolean isPath(String fact, Facts facts) {
        return fact.equals("fd.path")
                || fact.startsWith("p") && fact.endsWith(".path")
                || fact.startsWith("arg.") && types.isPath(facts.value("type", ""), fact.substring(4));
    }

    @Override
    public boolean isPossible(String fact, String value, Facts facts) {
        if (fact.equals("arg.data")) {
            return true;
        }
        if (fact.equals("type")) {
            return types.isWritten(value);
        }
        if (fact.startsWith("arg.") && !isPath(fact, facts)) {
            return types.isPossible(facts.value("type", ""), fact.substring(4), value);
        }
        if (value.chars().anyMatch(c -> c < 0x20)) {
            return false;
        }
        if (fact.equals("fd.kind") && OPENS.contains(facts.value("type", ""))) {
            return value.equals("file") || value.equals("directory");
        }
        if (isPath(fact, facts)) {
            return value.startsWith("/")
                    && !value.contains("//")
                    && !value.contains("/../")
                    && !value.contains("/./")
                    && (value.length() == 1 || !value.endsWith("/"));
        }
        if (fact.startsWith("p") && fact.endsWith(".name")) {
            return !value.isEmpty() && value.length() <= MAX_NAME && !value.contains("/");
        }
        if (fact.startsWith("p") && fact.contains(".cap")) {
            return value.isEmpty() || List.of(value.split(" ", -1)).stream().allMatch(CAPABILITIES::contains);
        }
        if (fact.endsWith("port")) {
            Long port = Numbers.parse(value);
            return port != null && port >= 0 && port <= 65535;
        }
        if (fact.equals("net.rip") || fact.equals("net.lip")) {
            return IpAddress.parseIpv4(value) >= 0 || value.contains(":");
        }
        if (fact.endsWith("id") && fact.startsWith("p")) {
            Long id = Numbers.parse(value);
            return id != null && id >= 0 && id <= 0xffffffffL;
        }
        return true;
    }

    /** The length of a process's name in the kernel. */
    static final int MAX_NAME = 15;
}
