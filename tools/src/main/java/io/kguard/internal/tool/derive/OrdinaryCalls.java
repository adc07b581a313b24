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
import io.kguard.internal.file.ResourceTable;
import io.kguard.internal.tool.derive.Fact.Argument;
import io.kguard.internal.tool.derive.Fact.Label;
import io.kguard.internal.tool.derive.Fact.OfProcess;
import io.kguard.internal.tool.derive.Fact.Plain;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The ordinary system call of an ordinary process. */
final class OrdinaryCalls implements Ordinary {
    /** The values to try, by the names of facts. */
    private static final Map<String, List<String>> PREFERRED =
            ResourceTable.rows(OrdinaryCalls.class, "ordinary-calls.tsv", -1).stream()
                    .collect(Collectors.toMap(row -> row[0], row -> List.of(row).subList(1, row.length)));

    private static final Fact FLAGS = new Argument("flags");

    private static final List<String> CAPABILITIES = capabilities();

    private final EventTypes types;
    private final PossibleCalls possible;

    OrdinaryCalls(FalcoVersion version) {
        this.types = EventTypes.of(EventTable.of(version));
        this.possible = new PossibleCalls(types);
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
            case ROLE -> accepts || type.equals("listen") || type.equals("bind") ? "server" : "client";
            case RESULT -> type.equals("execveat") ? "EACCES" : types.has(type, EventFlag.CREATES_FD) ? "3" : "0";
            case LOCAL_IP -> local(facts.decided(REMOTE_IP));
            case RUNTIME ->
                ReportedImages.isOfPods(facts.value(IMAGE_REPOSITORY, "")) ? "containerd" : ReportedImages.DOCKER;
            default -> {
                List<String> preferred = preferred(fact, facts);
                yield accepts && fact == REMOTE_PORT
                        ? "51234"
                        : accepts && fact == LOCAL_PORT ? "8080" : preferred.isEmpty() ? null : preferred.get(0);
            }
        };
    }

    /** The address that a socket has whose peer has another one. */
    private static String local(@Nullable String remote) {
        if (remote == null || !remote.contains(":")) {
            return remote != null && PossibleCalls.isOwn(remote) ? "127.0.0.1" : "10.0.0.2";
        }
        return PossibleCalls.isOwn(remote) ? "::1" : "2001:db8::2";
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
            case PATH -> RealMachines.program(facts.value(Fact.of(number, NAME), ""));
            case EXE -> facts.value(Fact.of(number, NAME), "");
            case ARGS -> "";
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
        return known == null ? "0" : numberOf(known);
    }

    /** The number of an account. */
    static String numberOf(String account) {
        String number = RealMachines.number(account);
        return number == null ? "1000" : number;
    }

    private static String nameOf(Fact id, Facts facts) {
        String known = facts.decided(id);
        String account = known == null ? "root" : RealMachines.account(known);
        return account == null ? PossibleCalls.NO_ACCOUNT : account;
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
            return preferred("flags");
        }
        if (fact instanceof Label) {
            return List.of("web", "true");
        }
        if (fact instanceof OfProcess of) {
            return of.number() < 0 ? List.of() : preferredOfProcess(of, facts);
        }
        if (fact instanceof Argument argument) {
            if (isPath(fact, facts)) {
                return preferred(FD_PATH.name());
            }
            List<String> values = new ArrayList<>(types.names(facts.value(TYPE, ""), argument.name()));
            values.addAll(List.of("0", "/tmp/data", "data", "1", "2"));
            return values;
        }
        return fact instanceof Plain plain ? preferred(plain.name()) : List.of();
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
            case PERMITTED, EFFECTIVE, INHERITABLE -> CAPABILITIES;
            default -> preferred(fact.key().name());
        };
    }

    private static List<String> preferred(String fact) {
        return PREFERRED.getOrDefault(fact, List.of());
    }

    private static List<String> paths(String name) {
        return Stream.concat(
                        Stream.of(RealMachines.program(name)),
                        Stream.of("/bin/", "/usr/sbin/", "/usr/local/bin/", "/tmp/", "/opt/app/", "/dev/shm/")
                                .map(folder -> folder + name))
                .toList();
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
        if (fact == IMAGE_REPOSITORY) {
            return List.of("x", "-", "/", "1", ".", "docker.io/library/", "docker.io/");
        }
        return fact instanceof OfProcess of && of.key() == ARGS
                ? List.of(" ", "x", " x ")
                : List.of("x", "-", "/", "1", " ", "|", ".");
    }

    @Override
    public String whole(Fact fact, String text, Facts facts) {
        if (fact == IMAGE_REPOSITORY) {
            return ReportedImages.of(text);
        }
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
        String type = fact == TYPE ? value : facts.value(TYPE, "");
        if (fact == TYPE) {
            return types.isWritten(value);
        }
        if (fact instanceof Argument argument && !isPath(fact, facts)) {
            return argument.name().equals("data")
                    || types.isPossible(type, argument.name(), value)
                            && (!fact.equals(FLAGS) || !types.opens(type) || PossibleCalls.isOpening(value));
        }
        if (value.chars().anyMatch(c -> c < 0x20)) {
            return false;
        }
        if (fact == FD_KIND && types.opens(type)) {
            return value.equals("file") || value.equals("directory");
        }
        if (isPath(fact, facts)) {
            return value.startsWith("/")
                    && !value.contains("//")
                    && !value.contains("/../")
                    && !value.contains("/./")
                    && (value.length() == 1 || !value.endsWith("/"))
                    && possible.isPath(fact, value, facts);
        }
        if (fact == REMOTE_PORT || fact == LOCAL_PORT) {
            return isWithin(value, 65535);
        }
        if (fact == REMOTE_IP || fact == LOCAL_IP) {
            return (IpAddress.parseIpv4(value) >= 0 || value.contains(":"))
                    && possible.isPlain((Plain) fact, value, facts);
        }
        if (fact instanceof OfProcess of) {
            return of.number() < 0 || isPossible(of.key(), value) && possible.isOfProcess(of, value, facts);
        }
        return !(fact instanceof Plain plain) || possible.isPlain(plain, value, facts);
    }

    /** The runtimes of pods have the whole name of an image, and processes have the name of a program. */
    @Override
    public boolean isUsual(Fact fact, String value) {
        return fact instanceof OfProcess of && of.key() == NAME
                ? RealMachines.isProgram(value)
                : fact != IMAGE_REPOSITORY || ReportedImages.isOfPods(value);
    }

    @Override
    public List<Fact> beside(Fact fact) {
        return PossibleCalls.beside(fact);
    }

    @Override
    public List<String> beginning(Fact fact, String start, Facts facts) {
        if (!isPath(fact, facts)) {
            return List.of();
        }
        List<String> paths = new ArrayList<>(RealMachines.filesBeginning(start));
        paths.add(start + (start.endsWith("/") ? "data" : "/data"));
        return paths;
    }

    private static boolean isPossible(Fact.Key key, String value) {
        return switch (key) {
            case PERMITTED, EFFECTIVE, INHERITABLE ->
                value.isEmpty() || List.of(value.split(" ", -1)).stream().allMatch(CAPABILITIES::contains);
            case UID, GID, LOGIN_UID, VPID -> isWithin(value, 0xffffffffL);
            default -> true;
        };
    }

    private static boolean isWithin(String value, long most) {
        Long number = Comparing.number(value);
        return number != null && number >= 0 && number <= most;
    }

    /** The length of a process's name in the kernel. */
    static final int MAX_NAME = 15;
}
