// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.derivation;

import io.kguard.event.EventTable;
import io.kguard.event.FalcoVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an act has where no clause asks for anything else: ordinary programs, files, addresses and images. */
final class Ordinary {
    static final Set<String> OPENS = Set.of("open", "openat", "openat2", "creat", "open_by_handle_at");
    static final Set<String> EXECUTES = Set.of("execve", "execveat");

    /** The most common event types first. */
    private static final List<String> TYPES = List.of(
            "openat", "execve", "connect", "read", "write", "unlinkat", "renameat2", "mkdirat", "symlinkat", "linkat",
            "accept4", "listen", "bind", "socket", "sendto", "recvfrom", "chmod", "mount", "ptrace", "open", "dup2");

    private static final List<String> PATHS = List.of(
            "/tmp/data", "/etc/app.conf", "/usr/share/app/data", "/var/lib/app/data", "/opt/app/data", "/home/app/data",
            "/proc/self/status", "/dev/shm/data", "/srv/data");
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
            Map.entry("c.repo", List.of("docker.io/library/nginx", "docker.io/library/redis", "registry.example.com/app")),
            Map.entry("c.tag", List.of("1.27", "latest", "2.0")),
            Map.entry("c.pod", List.of("web-0", "app-0")),
            Map.entry("c.ns", List.of("shop", "default")),
            Map.entry("evt.num", List.of("9")));

    private static final List<String> FLAGS_OF_OPEN = List.of(
            "O_RDONLY", "O_WRONLY", "O_RDWR", "O_WRONLY|O_CREAT|O_TRUNC", "O_RDWR|O_CREAT", "O_WRONLY|O_CREAT|O_EXCL",
            "O_WRONLY|O_CREAT|O_F_CREATED", "O_RDONLY|O_DIRECTORY");

    private final EventTypes types;

    Ordinary(FalcoVersion version) {
        this.types = EventTypes.of(EventTable.of(version));
    }

    EventTypes types() {
        return types;
    }

    /** The ordinary value of a fact; null if an ordinary act has none. */
    @Nullable
    String value(String fact, Facts facts) {
        if (fact.startsWith("arg.") || fact.startsWith("c.label.") || fact.startsWith("c.mount.")) {
            return fact.equals("arg.flags") && OPENS.contains(facts.value("type", "")) ? "O_RDONLY" : null;
        }
        if (fact.equals("type")) {
            return null;
        }
        if (fact.equals("fd.kind")) {
            return facts.decided("net.rip") != null || isNetwork(facts.value("type", "")) ? "ipv4" : "file";
        }
        if (fact.equals("net.role")) {
            return facts.value("type", "").startsWith("accept") ? "server" : "client";
        }
        if (fact.equals("res")) {
            return OPENS.contains(facts.value("type", "")) || facts.value("type", "").startsWith("accept") ? "3" : "0";
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

    private static boolean isNetwork(String type) {
        return type.startsWith("accept") || Set.of("connect", "bind", "listen", "socket", "sendto", "recvfrom", "sendmsg", "recvmsg").contains(type);
    }

    private @Nullable String ofProcess(int number, String key, Facts facts) {
        boolean executes = EXECUTES.contains(facts.value("type", ""));
        boolean unseen = number > (executes ? 1 : 0);
        return switch (key) {
            case "name" -> unseen ? unseen(number - (executes ? 2 : 1), facts) : names(number, facts).get(0);
            case "path" -> "/usr/bin/" + facts.value("p" + number + ".name", "");
            case "exe" -> facts.value("p" + number + ".name", "");
            case "args" -> number == 0 ? String.join(" ", arguments(facts).subList(0, 1)) : "";
            case "cwd" -> "/";
            case "tty" -> "0";
            case "uid", "gid" -> "0";
            case "luid" -> "4294967295";
            case "user", "group" -> "root";
            case "upper", "writable", "memfd" -> "false";
            case "vpid" -> "7";
            default -> null;
        };
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

    private static List<String> arguments(Facts facts) {
        return List.of("", "-l", "run", "data");
    }

    /** Values to try, the most ordinary first. */
    List<String> preferred(String fact, Facts facts) {
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
                yield List.of(facts.value("p" + number + ".name", ""), path, "./" + path.substring(path.lastIndexOf('/') + 1));
            }
            case "args" -> arguments(facts);
            case "cwd" -> List.of("/", "/tmp/", "/root/", "/var/www/", "/home/app/");
            case "env" -> List.of("HOME=/root");
            case "tty" -> List.of("0", "34816");
            case "uid", "gid" -> List.of("0", "1000", "33");
            case "user", "group" -> List.of("root", "app", "www-data");
            case "luid" -> List.of("4294967295", "1000", "0");
            case "luser" -> List.of("app", "root");
            case "upper", "writable", "memfd" -> List.of("false", "true");
            case "vpid" -> List.of("7", "1");
            case "capp", "cape", "capi" -> List.of("CAP_SYS_ADMIN", "CAP_NET_RAW");
            default -> List.of();
        };
    }

    private static List<String> paths(String name) {
        List<String> paths = new ArrayList<>();
        for (String folder : new String[] {"/usr/bin/", "/bin/", "/usr/sbin/", "/usr/local/bin/", "/tmp/", "/opt/app/", "/dev/shm/"}) {
            paths.add(folder + name);
        }
        return paths;
    }

    /** What stands between parts that a value must contain. */
    String glue(String fact) {
        return fact.endsWith(".args") || fact.endsWith(".env") || fact.startsWith("p") && fact.contains(".cap")
                ? " "
                : fact.startsWith("arg.") && !fact.equals("arg.data") && !fact.equals("arg.name") ? "|" : "";
    }

    /** What a value may have between its parts. */
    List<String> fillers(String fact) {
        if (isPath(fact)) {
            return List.of("data", "/", "/data", "/tmp/", "/usr/bin/", "/tmp/data", "x", "/x/");
        }
        return fact.endsWith(".args") ? List.of(" ", "x", " x ") : List.of("x", "-", "/", "1", " ", "|", ".");
    }

    /** A part as a whole value, such as a name as the path of a program. */
    String whole(String fact, String text) {
        return isPath(fact) && !text.startsWith("/") ? "/usr/bin/" + text : text;
    }

    static boolean isPath(String fact) {
        return fact.equals("fd.path") || fact.startsWith("p") && fact.endsWith(".path");
    }

    /** Whether a fact can have a value at all. */
    boolean isPossible(String fact, String value, Facts facts) {
        if (fact.startsWith("arg.")) {
            return types.isPossible(facts.value("type", ""), fact.substring(4), value);
        }
        if (value.chars().anyMatch(c -> c < 0x20)) {
            return false;
        }
        if (isPath(fact)) {
            return value.startsWith("/") && !value.contains("//") && !value.contains("/../") && !value.contains("/./")
                    && (value.length() == 1 || !value.endsWith("/"));
        }
        if (fact.startsWith("p") && fact.endsWith(".name")) {
            return !value.isEmpty() && value.length() <= MAX_NAME && !value.contains("/");
        }
        if (fact.endsWith("port")) {
            Long port = Numbers.parse(value);
            return port != null && port >= 0 && port <= 65535;
        }
        if (fact.equals("net.rip") || fact.equals("net.lip")) {
            return Ipv4.value(value) >= 0 || value.contains(":");
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
