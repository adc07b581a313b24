// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import static io.kguard.internal.tool.derive.Fact.Key.GID;
import static io.kguard.internal.tool.derive.Fact.Key.GROUP;
import static io.kguard.internal.tool.derive.Fact.Key.LOGIN_UID;
import static io.kguard.internal.tool.derive.Fact.Key.LOGIN_USER;
import static io.kguard.internal.tool.derive.Fact.Key.UID;
import static io.kguard.internal.tool.derive.Fact.Key.USER;
import static io.kguard.internal.tool.derive.Fact.Plain.FD_KIND;
import static io.kguard.internal.tool.derive.Fact.Plain.LOCAL_IP;
import static io.kguard.internal.tool.derive.Fact.Plain.REMOTE_IP;
import static io.kguard.internal.tool.derive.Fact.Plain.RESULT;
import static io.kguard.internal.tool.derive.Fact.Plain.TYPE;

import io.kguard.event.SystemCall;
import io.kguard.internal.tool.derive.Fact.Argument;
import io.kguard.internal.tool.derive.Fact.OfProcess;
import io.kguard.internal.tool.derive.Fact.Plain;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether what a call is about can be so on a machine: its files, users, addresses and containers. */
record PossibleCalls(EventTypes types) {
    /** What Falco shows of a user or a group that the machine or the container does not know. */
    static final String NO_ACCOUNT = "<NA>";

    private static final Fact FLAGS = new Argument("flags");
    private static final Set<String> ACCESS = Set.of("O_RDONLY", "O_WRONLY", "O_RDWR");
    private static final Set<String> UNLINKS = Set.of("unlink", "unlinkat");
    private static final Pattern ACCOUNT = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,31}\\$?");
    private static final Pattern PROGRAM = Pattern.compile("[!-.0-~]{1," + OrdinaryCalls.MAX_NAME + "}");
    private static final Pattern CONTAINER = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]*");
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern SUBDOMAIN = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");
    private static final Pattern REPOSITORY = Pattern.compile(
            "([^/:]+(:[0-9]+)?/)?[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*" + "(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*");
    private static final Pattern WRONGLY_OFFICIAL = Pattern.compile("docker\\.io/library/[^/]+/.*|docker\\.io/[^/]+");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");

    /** The facts that a fact must agree with. */
    static List<Fact> beside(Fact fact) {
        if (fact instanceof OfProcess of) {
            Fact.Key other = switch (of.key()) {
                case UID -> USER;
                case USER -> UID;
                case GID -> GROUP;
                case GROUP -> GID;
                case LOGIN_UID -> LOGIN_USER;
                case LOGIN_USER -> LOGIN_UID;
                default -> of.key();
            };
            return other == of.key() ? List.of() : List.of(Fact.of(of.number(), other));
        }
        if (fact == Plain.FD_PATH) {
            return List.of(FD_KIND, FLAGS);
        }
        return fact == LOCAL_IP
                ? List.of(REMOTE_IP)
                : fact == REMOTE_IP
                        ? List.of(LOCAL_IP)
                        : fact == Plain.RUNTIME
                                ? List.of(Plain.IMAGE_REPOSITORY)
                                : fact == Plain.IMAGE_REPOSITORY ? List.of(Plain.RUNTIME) : List.of();
    }

    /** Whether a path can be one of the call. */
    boolean isPath(Fact fact, String path, Facts facts) {
        if (path.endsWith("/.") || path.endsWith("/..")) {
            return false;
        }
        String type = facts.value(TYPE, "");
        if (isFailure(facts.decided(RESULT)) && !(fact instanceof OfProcess)) {
            return true;
        }
        if (!RealMachines.canBe(path)) {
            return false;
        }
        if (fact instanceof OfProcess) {
            return !RealMachines.isFolder(path);
        }
        if (fact instanceof Argument argument) {
            return isArgument(type, argument.name(), path);
        }
        return !types.opens(type)
                || (isFolder(facts)
                        ? !RealMachines.isFile(path)
                        : !writes(type, facts) || !RealMachines.isFolder(path));
    }

    private static boolean isArgument(String type, String name, String path) {
        SystemCall call = SystemCall.named(type);
        List<SystemCall.Argument> played = call == null ? null : call.played();
        SystemCall.Argument known = played == null
                ? null
                : played.stream()
                        .filter(each -> each.name().equals(name))
                        .findFirst()
                        .orElse(null);
        return known == null
                || switch (known.kind()) {
                    case NEW -> !RealMachines.isFolder(path);
                    case CHANGED -> !UNLINKS.contains(type) || !RealMachines.isFolder(path);
                    case FOLDER -> !RealMachines.isFile(path);
                    default -> true;
                };
    }

    private static boolean isFolder(Facts facts) {
        return "directory".equals(facts.decided(FD_KIND))
                || facts.value(FLAGS, "").contains("O_DIRECTORY");
    }

    private static boolean writes(String type, Facts facts) {
        String flags = facts.value(FLAGS, "");
        return type.equals("creat")
                || flags.contains("O_WRONLY")
                || flags.contains("O_RDWR")
                || flags.contains("O_CREAT");
    }

    static boolean isFailure(@Nullable String result) {
        return result != null && (result.startsWith("E") || result.startsWith("-"));
    }

    /** Whether a call can open with such flags: a file is written, or a folder, in which a file without a name is. */
    static boolean isOpening(String flags) {
        List<String> all = List.of(flags.split("\\|", -1));
        if (all.stream().filter(ACCESS::contains).count() != 1) {
            return false;
        }
        boolean written = !all.contains("O_RDONLY");
        boolean nameless = all.contains("O_TMPFILE");
        return all.contains("O_DIRECTORY") ? !all.contains("O_CREAT") && written == nameless : !nameless;
    }

    /** Whether a fact of the call, its socket or its container can be so. */
    boolean isPlain(Plain fact, String value, Facts facts) {
        String type = facts.value(TYPE, "");
        return switch (fact) {
            // Falco has a program that starts as an event of execve, whatever call started it
            case RESULT -> !type.equals("execveat") || isFailure(value);
            case REMOTE_IP -> isRemote(value, type, facts) && fit(value, facts.decided(LOCAL_IP));
            case LOCAL_IP -> isLocal(value, type) && fit(facts.decided(REMOTE_IP), value);
            case CONTAINER_NAME -> CONTAINER.matcher(value).matches();
            case NAMESPACE -> LABEL.matcher(value).matches();
            case POD -> SUBDOMAIN.matcher(value).matches();
            case IMAGE_REPOSITORY ->
                REPOSITORY.matcher(value).matches()
                        && !WRONGLY_OFFICIAL.matcher(value).matches()
                        && (!isOfPods(facts.decided(Plain.RUNTIME)) || ReportedImages.isOfPods(value));
            case MOUNT_SOURCE, MOUNT_DESTINATION -> value.startsWith("/");
            case IMAGE_TAG -> TAG.matcher(value).matches();
            case RUNTIME ->
                !isOfPods(value)
                        || facts.decided(Plain.IMAGE_REPOSITORY) == null
                        || ReportedImages.isOfPods(facts.value(Plain.IMAGE_REPOSITORY, ""));
            default -> true;
        };
    }

    /** Whether a runtime has whole names of images. Docker has them as they were given. */
    private static boolean isOfPods(@Nullable String runtime) {
        return runtime != null && !runtime.equals(ReportedImages.DOCKER);
    }

    private static boolean isRemote(String address, String type, Facts facts) {
        return !address.equals("0.0.0.0") || !type.startsWith("accept") && facts.is(Plain.ROLE, "client");
    }

    private static boolean isLocal(String address, String type) {
        return !address.equals("0.0.0.0")
                || type.equals("listen")
                || type.equals("bind")
                || type.startsWith("send"); // before the first message a socket has no address
    }

    /** Whether a socket can have both ends: of one family, and a machine speaks with itself at both. */
    private static boolean fit(@Nullable String remote, @Nullable String local) {
        return remote == null
                || local == null
                || remote.contains(":") == local.contains(":") && (isOwn(remote) == isOwn(local) || isAny(local));
    }

    /** Whether a peer's address is of the machine itself: one that connects with no address does so, too. */
    static boolean isOwn(String address) {
        return address.startsWith("127.") || address.equals("::1") || isAny(address);
    }

    private static boolean isAny(String address) {
        return address.equals("0.0.0.0") || address.equals("::");
    }

    /** Whether a process can have a value: what it has of another kind may exclude it. */
    boolean isOfProcess(OfProcess fact, String value, Facts facts) {
        int number = fact.number();
        return switch (fact.key()) {
            case NAME -> PROGRAM.matcher(value).matches() && !value.equals("<NA>") || RealMachines.isProgram(value);
            case UID -> isNumbered(facts.decided(Fact.of(number, USER)), value);
            case GID -> isNumbered(facts.decided(Fact.of(number, GROUP)), value);
            case LOGIN_UID -> isNumbered(facts.decided(Fact.of(number, LOGIN_USER)), value);
            case USER -> isNumbered(value, facts.decided(Fact.of(number, UID)));
            case GROUP -> isNumbered(value, facts.decided(Fact.of(number, GID)));
            case LOGIN_USER -> isNumbered(value, facts.decided(Fact.of(number, LOGIN_UID)));
            default -> true;
        };
    }

    /** Whether an account can have a number. */
    private static boolean isNumbered(@Nullable String account, @Nullable String number) {
        if (NO_ACCOUNT.equals(account)) {
            return number == null || RealMachines.account(number) == null;
        }
        if (account != null && !ACCOUNT.matcher(account).matches()) {
            return false;
        }
        if (account == null || number == null) {
            return true;
        }
        String of = RealMachines.account(number);
        String own = RealMachines.number(account);
        return own == null ? of == null : Objects.equals(own, number);
    }
}
