// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import static io.kguard.internal.tool.derive.Fact.Key.*;
import static io.kguard.internal.tool.derive.Fact.Plain.*;

import io.kguard.event.EventFlag;
import io.kguard.event.EventType;
import io.kguard.event.FlagTable;
import io.kguard.event.SystemCall;
import io.kguard.event.SystemCall.PathField;
import io.kguard.internal.condition.syntax.Condition.Operator;
import io.kguard.internal.condition.syntax.Operand;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.file.ResourceTable;
import io.kguard.internal.tool.derive.Comparing.Kind;
import io.kguard.internal.tool.derive.Fact.Argument;
import io.kguard.internal.tool.derive.Fact.ArgumentAt;
import io.kguard.internal.tool.derive.Fact.Label;
import io.kguard.internal.tool.derive.Fact.Plain;
import io.kguard.lint.ConstantChecks;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The facts that the fields of system calls show. */
final class SyscallFields implements Alternatives {
    /** The ancestors of whom facts are known. */
    private static final int ANCESTORS = 4;

    private static final int MOST_VALUES_APART = 24;

    /** The fields that show one fact as it is. */
    private static final Map<String, Fact> FACTS =
            ResourceTable.rows(SyscallFields.class, "syscall-fields.tsv", 3).stream()
                    .collect(Collectors.toMap(row -> row[0], SyscallFields::fact));

    /** What of an ancestor a field shows: of a command line the arguments. */
    private static final Map<String, Fact.Key> OF_ANCESTORS =
            Map.of("name", NAME, "exe", EXE, "exepath", PATH, "args", ARGS, "cmdline", ARGS);

    /** Programs that a command line which must contain such a word most probably runs. */
    private static final Set<String> PROGRAMS = Set.of("""
            base64 curl wget nc ncat socat python python3 perl ruby ssh scp chmod chown nmap tcpdump crontab xmrig kubectl
            docker useradd usermod systemctl iptables mount nsenter openssl gcc find grep dd tar""".split("\\s+", -1));

    /** The errors of system calls: of {@code ENOENT} a call returns {@code -2}. */
    private static final FlagTable ERRORS = FlagTable.of("errno");

    private static final Map<String, EventFlag> FLAGS = Map.of(
            "evt.is_io_read", EventFlag.READS_FROM_FD,
            "evt.is_io_write", EventFlag.WRITES_TO_FD,
            "evt.is_wait", EventFlag.WAITS);

    private static final List<String> TEXT_PARAMS = List.of("""
            flags name path data request oldpath newpath target linkpath filename args exe cmd mode dev dir type domain uid
            option""".split("\\s+", -1));

    /** The kinds of descriptors by the signs that Falco has for them. */
    private static final Map<String, String> KINDS =
            Map.of("f", "file", "d", "directory", "4", "ipv4", "6", "ipv6", "u", "unix", "p", "pipe");

    private final FieldCatalogue catalogue;
    private final EventTypes types;

    SyscallFields(FieldCatalogue catalogue, EventTypes types) {
        this.catalogue = catalogue;
        this.types = types;
    }

    private static Fact fact(String[] row) {
        return row[1].isEmpty() ? Plain.valueOf(row[2]) : Fact.of(Integer.parseInt(row[1]), Fact.Key.valueOf(row[2]));
    }

    @Override
    public @Nullable List<List<Wanted>> of(Demand demand, Facts facts) {
        Question question = Question.of(demand.check(), catalogue);
        return question == null ? null : new Asked(demand, question.field(), question.test(), facts).alternatives();
    }

    /** What one demand asks of which facts. */
    private final class Asked {
        private final Demand demand;
        private final String name;
        private final @Nullable String argument;
        private final Comparing test;
        private final Facts facts;
        private final boolean positive;

        Asked(Demand demand, Operand.FieldRef ref, Comparing test, Facts facts) {
            this.demand = demand;
            String text = ref.name();
            String inner = ref.argument();
            if (text.startsWith("evt.arg.") || text.startsWith("evt.rawarg.")) {
                inner = text.substring(text.indexOf('.', 4) + 1);
                text = text.substring(0, text.indexOf('.', 4));
            } else if (text.startsWith("k8s.pod.label.") || text.startsWith("container.label.")) {
                int dot = text.indexOf(".label.") + 6;
                inner = text.substring(dot + 1);
                text = text.substring(0, dot);
            }
            this.name = text;
            this.argument = inner;
            this.test = test;
            this.facts = facts;
            this.positive = !demand.negated();
        }

        private Wanted need(Fact fact) {
            return Wanted.of(fact, test, demand);
        }

        private Wanted need(Fact fact, Lens lens) {
            return Wanted.of(fact, lens, test, demand);
        }

        private Wanted is(Fact fact, String... values) {
            return Wanted.must(fact, new Comparing(Operator.IN, List.of(values), false, List.of(), Kind.TEXT), demand);
        }

        private Wanted type(Predicate<String> which) {
            return Wanted.must(TYPE, new OfType(which), demand);
        }

        private List<List<Wanted>> one(Wanted... needs) {
            return List.of(List.of(needs));
        }

        /** A positive demand needs a value, which only some acts have; a negative one is satisfied without. */
        private List<List<Wanted>> within(Wanted need, Wanted... conditions) {
            List<Wanted> needs = new ArrayList<>(positive ? List.of(conditions) : List.of());
            needs.add(need);
            return List.of(needs);
        }

        /**
         * The same of a field that makes something else of a fact.
         *
         * @param seen what it makes of a value
         * @param back a value of which it makes a text
         */
        private List<List<Wanted>> shown(
                Fact fact, Function<String, @Nullable String> seen, UnaryOperator<String> back, Wanted... conditions) {
            return within(need(fact, Lens.of((value, all) -> seen.apply(value), back)), conditions);
        }

        @Nullable
        List<List<Wanted>> alternatives() {
            Fact plain = FACTS.get(name);
            if (plain != null && !plain.isOfContainer()) {
                return name.equals("proc.args") && argument != null ? null : one(need(plain));
            } else if (name.startsWith("evt.") || name.equals("syscall.type")) {
                return ofEvent();
            } else if (name.startsWith("proc.")) {
                return ofProcess();
            } else if (name.startsWith("fd.")) {
                return ofDescriptor();
            } else if (name.startsWith("container.") || name.startsWith("k8s.")) {
                return ofContainer();
            } else if (name.startsWith("fs.path.")) {
                return switch (name) {
                    case "fs.path.name", "fs.path.nameraw" -> paths(PathField.NAME);
                    case "fs.path.source", "fs.path.sourceraw" -> paths(PathField.SOURCE);
                    case "fs.path.target", "fs.path.targetraw" -> paths(PathField.TARGET);
                    default -> null;
                };
            }
            return null;
        }

        private List<List<Wanted>> paths(PathField field) {
            List<List<Wanted>> ways = new ArrayList<>();
            boolean named = field == PathField.NAME;
            String type = facts.decided(TYPE);
            if (named && (type == null || types.opens(type))) {
                ways.add(List.of(type(types::opens), need(FD_PATH)));
            }
            if (named && (type == null || type.equals("fchmod") || type.equals("fchown"))) {
                ways.add(List.of(is(TYPE, "fchmod", "fchown"), need(FD_PATH)));
            }
            for (SystemCall call : SystemCall.all()) {
                String path = call.path(field);
                if (path != null && (type == null || type.equals(call.name()))) {
                    ways.add(List.of(is(TYPE, call.name()), need(new Argument(path))));
                }
            }
            if (!positive && (type == null || ways.isEmpty())) {
                ways.add(0, List.of());
            }
            return ways;
        }

        private @Nullable List<List<Wanted>> ofEvent() {
            EventFlag flag = FLAGS.get(name);
            if (flag != null) {
                return shown(TYPE, type -> String.valueOf(types.has(type, flag)), text -> text);
            }
            return switch (name) {
                case "evt.type", "syscall.type" -> one(positive ? need(TYPE) : type(type -> !test.holds(type)));
                case "evt.dir" -> direction();
                case "evt.category" -> shown(TYPE, this::category, text -> text);
                case "evt.is_io" ->
                    shown(
                            TYPE,
                            type -> String.valueOf(types.has(type, EventFlag.READS_FROM_FD)
                                    || types.has(type, EventFlag.WRITES_TO_FD)),
                            text -> text);
                case "evt.res" ->
                    shown(
                            RESULT,
                            value -> isNegative(value) ? value : "SUCCESS",
                            text -> text.equals("SUCCESS") ? facts.value(RESULT, "0") : text);
                case "evt.rawres" -> shown(RESULT, this::raw, this::result);
                case "evt.failed" ->
                    shown(
                            RESULT,
                            value -> String.valueOf(isNegative(value)),
                            text -> text.equals("true") ? "EACCES" : "0");
                case "evt.is_open_read" -> opened("O_RDONLY", "O_RDWR");
                case "evt.is_open_write" -> opened("O_WRONLY", "O_RDWR");
                case "evt.is_open_exec" -> executable();
                case "evt.is_open_create" -> opened("O_F_CREATED", "O_F_CREATED");
                case "evt.buffer" -> within(need(new Argument("data")), type(type -> types.has(type, "data")));
                case "evt.arg", "evt.rawarg" -> argument == null ? null : parameter(argument);
                case "evt.args" -> anyParameter();
                default -> null;
            };
        }

        private List<List<Wanted>> direction() {
            boolean exit = test.holds("<") == positive;
            boolean enter = test.holds(">") == positive;
            if (exit || enter && catalogue.version().hasEnterEvents()) {
                return List.of(List.of());
            }
            return List.of();
        }

        private String category(String type) {
            EventType exit = types.exit(type);
            String category = exit == null ? "" : exit.category();
            return category.startsWith("IO")
                    ? "file"
                    : category.equals("IPC") ? "IPC" : category.toLowerCase(Locale.ROOT);
        }

        private boolean isNegative(String value) {
            return value.startsWith("E") || value.startsWith("-");
        }

        private String raw(String value) {
            return ERRORS.entries().stream()
                    .filter(error -> error.name().equals(value))
                    .findFirst()
                    .map(error -> Long.toString(-error.value()))
                    .orElse(value);
        }

        private String result(String text) {
            return ERRORS.entries().stream()
                    .filter(error -> text.equals(Long.toString(-error.value())))
                    .findFirst()
                    .map(FlagTable.Entry::name)
                    .orElse(text);
        }

        private List<List<Wanted>> opened(String first, String second) {
            Lens lens = Lens.of(
                    (flags, all) -> String.valueOf(
                            (flags.contains(first) || flags.contains(second)) && types.opens(all.value(TYPE, ""))),
                    text -> text);
            boolean wanted = test.holds("true") == positive;
            if (!wanted) {
                return one(need(new Argument("flags"), lens));
            }
            return List.of(List.of(type(type -> type.startsWith("open")), need(new Argument("flags"), lens)));
        }

        private List<List<Wanted>> executable() {
            if (test.holds("true") != positive) {
                return List.of(List.of(is(new Argument("mode"), "0644")), List.of());
            }
            return List.of(List.of(
                    type(type -> types.opens(type) && types.has(type, "flags") && types.has(type, "mode")),
                    is(new Argument("flags"), "O_WRONLY|O_CREAT|O_TRUNC", "O_RDWR|O_CREAT", "O_WRONLY|O_CREAT|O_EXCL"),
                    is(new Argument("mode"), "0755")));
        }

        private List<List<Wanted>> parameter(String which) {
            String type = facts.decided(TYPE);
            if (which.matches("[0-9]+")) {
                int index = Integer.parseInt(which);
                if (type != null) {
                    String param = types.nameAt(type, index);
                    return param == null ? positive ? List.of() : List.of(List.of()) : parameter(param);
                }
                return within(need(new ArgumentAt(index)), type(one -> types.nameAt(one, index) != null));
            }
            if (which.equals("res")) {
                return one(need(RESULT));
            }
            if (type != null && types.opens(type) && which.equals("name")) {
                return one(need(FD_PATH));
            }
            if (type != null && SystemCall.is(type, SystemCall.Trait.EXECUTES)) {
                @Nullable
                Fact fact = switch (which) {
                    case "exe" -> Fact.of(0, EXE);
                    case "args" -> Fact.of(0, ARGS);
                    case "filename", "trusted_exepath", "pathname" -> Fact.of(0, PATH);
                    case "comm" -> Fact.of(0, NAME);
                    case "uid" -> Fact.of(0, UID);
                    case "cwd" -> Fact.of(0, CWD);
                    default -> null;
                };
                if (fact != null) {
                    return one(need(fact));
                }
            }
            List<List<Wanted>> ways = new ArrayList<>();
            if (type == null && which.equals("name") && positive) {
                ways.add(List.of(type(types::opens), need(FD_PATH)));
            }
            ways.addAll(within(need(new Argument(which)), type(one -> types.has(one, which))));
            return ways;
        }

        private List<List<Wanted>> anyParameter() {
            List<List<Wanted>> ways = new ArrayList<>();
            if (!positive) {
                return List.of(List.of());
            }
            String type = facts.decided(TYPE);
            for (String param : TEXT_PARAMS) {
                if (type == null || types.has(type, param)) {
                    ways.addAll(parameter(param));
                }
            }
            return ways;
        }

        private @Nullable List<List<Wanted>> ofProcess() {
            String key = name.substring("proc.".length());
            return switch (key) {
                case "cmdline" -> line(0, NAME);
                case "exeline" -> line(0, EXE);
                case "pcmdline" -> line(1, NAME);
                case "env" -> argument == null ? one(need(Fact.of(0, ENV))) : variable();
                case "duration" ->
                    shown(Fact.of(0, YOUNG), value -> value.equals("true") ? "2000000" : "3600000000000", text -> text);
                default -> key.startsWith("a") ? ancestors(key.substring(1)) : null;
            };
        }

        private List<List<Wanted>> variable() {
            String start = argument + "=";
            Lens lens = new Lens(
                    (value, all) -> Stream.of(value.split(" ", -1))
                            .filter(entry -> entry.startsWith(start))
                            .findFirst()
                            .map(entry -> entry.substring(start.length()))
                            .orElse(null),
                    (part, all) -> List.of(new Fragment(Fragment.Place.INSIDE, start + part.text())));
            return one(need(Fact.of(0, ENV), lens));
        }

        private @Nullable List<List<Wanted>> ancestors(String key) {
            boolean isLine = key.equals("cmdline");
            Fact.Key of = OF_ANCESTORS.get(key);
            if (of == null) {
                return null;
            }
            if (argument != null) {
                if (!argument.matches("[0-9]+") || Integer.parseInt(argument) > 8) {
                    return null;
                }
                int number = Integer.parseInt(argument);
                return isLine ? line(number, NAME) : one(need(Fact.of(number, of)));
            }
            List<List<Wanted>> ways = new ArrayList<>();
            List<Wanted> none = new ArrayList<>();
            for (int i = 1; i <= ANCESTORS; i++) {
                if (isLine) {
                    none.add(need(Fact.of(i, ARGS), Lens.after(Fact.of(i, NAME))));
                    ways.addAll(line(i, NAME));
                } else {
                    none.add(need(Fact.of(i, of)));
                    ways.add(List.of(need(Fact.of(i, of))));
                }
            }
            return positive ? ways : List.of(none);
        }

        /** A command line: a name or {@code argv[0]}, and arguments. */
        private List<List<Wanted>> line(int number, Fact.Key first) {
            Fact head = Fact.of(number, first);
            Wanted whole = need(Fact.of(number, ARGS), Lens.after(head));
            if (!positive || test.operator() == Operator.EXISTS) {
                return one(whole);
            }
            List<List<Wanted>> ways = new ArrayList<>();
            List<String> lines = isPattern() ? samples() : test.values();
            for (String value : lines.subList(0, Math.min(MOST_VALUES_APART, lines.size()))) {
                int space = value.indexOf(' ');
                String word = space < 0 ? value : value.substring(0, space);
                boolean program = word.matches("[A-Za-z_(][\\w.+()-]*");
                switch (test.operator()) {
                    case EQ, IN, STARTSWITH -> {
                        ways.add(List.of(is(head, word), whole));
                        if (test.operator() == Operator.STARTSWITH && space < 0) {
                            ways.add(List.of(Wanted.of(head, test, demand), whole));
                        }
                    }
                    case CONTAINS, ICONTAINS -> {
                        boolean known = space < 0 && PROGRAMS.contains(value);
                        if (known || program && space > 0 && RealMachines.isProgram(word)) {
                            ways.add(List.of(is(head, word), whole));
                        }
                    }
                    case GLOB, IGLOB, REGEX -> {
                        if (program) {
                            ways.add(List.of(is(head, word), whole));
                        }
                    }
                    default -> {}
                }
            }
            if (test.operator() == Operator.CONTAINS
                    || test.operator() == Operator.ICONTAINS
                    || test.operator() == Operator.ENDSWITH
                    || ways.isEmpty()) {
                ways.add(List.of(whole));
                ways.add(List.of(Wanted.of(head, test, demand)));
                ways.add(List.of(Wanted.of(head, test, demand), whole));
            }
            return ways;
        }

        private boolean isPattern() {
            return test.operator() == Operator.GLOB
                    || test.operator() == Operator.IGLOB
                    || test.operator() == Operator.REGEX;
        }

        /** Lines that a pattern matches. */
        private List<String> samples() {
            return test.fragments().stream().map(Fragment::text).toList();
        }

        private @Nullable List<List<Wanted>> ofDescriptor() {
            String key = name.substring("fd.".length());
            Wanted concerned = type(types::concernsFd);
            return switch (key) {
                case "type" -> within(need(FD_KIND), concerned);
                case "typechar" -> shown(FD_KIND, this::character, this::kindOf, concerned);
                case "sockfamily" ->
                    shown(
                            FD_KIND,
                            kind -> kind.startsWith("ip") ? "ip" : kind.equals("unix") ? "unix" : null,
                            text -> text.equals("ip") ? "ipv4" : text,
                            concerned);
                case "name" -> named();
                case "nameraw" -> raw();
                case "directory" -> file(Lens.DIRECTORY);
                case "filename" -> file(Lens.FILE_NAME);
                case "l4proto" -> network(need(PROTOCOL));
                case "ip", "net" -> ends(REMOTE_IP, LOCAL_IP);
                case "port" -> ends(REMOTE_PORT, LOCAL_PORT);
                case "rip", "rnet" -> network(need(REMOTE_IP));
                case "lip", "lnet" -> network(need(LOCAL_IP));
                case "rport" -> network(need(REMOTE_PORT));
                case "lport" -> network(need(LOCAL_PORT));
                case "sip", "snet" -> side(REMOTE_IP, LOCAL_IP);
                case "cip", "cnet" -> side(LOCAL_IP, REMOTE_IP);
                case "sport" -> side(REMOTE_PORT, LOCAL_PORT);
                case "cport" -> side(LOCAL_PORT, REMOTE_PORT);
                case "num" ->
                    types.opens(facts.value(TYPE, ""))
                            ? shown(RESULT, this::raw, this::result)
                            : within(need(FD_NUMBER), concerned);
                default -> null;
            };
        }

        /** A field of the server's or the client's end. */
        private List<List<Wanted>> side(Fact ofClient, Fact ofServer) {
            if (facts.is(ROLE, "server")) {
                return network(need(ofServer));
            }
            List<List<Wanted>> ways = new ArrayList<>(network(need(ofClient)));
            if (positive && facts.decided(TYPE) == null) {
                List<Wanted> served = new ArrayList<>(network(need(ofServer)).get(0));
                served.add(is(TYPE, "accept", "accept4"));
                ways.add(served);
            }
            return ways;
        }

        private List<List<Wanted>> ends(Fact remote, Fact local) {
            boolean different = test.operator() == Operator.NE;
            if (positive && !different) {
                List<List<Wanted>> ways = new ArrayList<>(network(need(remote)));
                ways.addAll(network(need(local)));
                return ways;
            }
            if (!positive && different) {
                return List.of(
                        List.of(need(remote)), List.of(need(local)), List.of(is(TYPE, "listen", "bind"), need(local)));
            }
            List<Wanted> both = new ArrayList<>(positive ? network(need(remote)).get(0) : List.of(need(remote)));
            both.add(need(local));
            return List.of(both);
        }

        private List<List<Wanted>> network(Wanted need) {
            return within(
                    need, type(type -> types.concernsFd(type) && !types.opens(type)), is(FD_KIND, "ipv4", "ipv6"));
        }

        private List<List<Wanted>> file(Lens lens) {
            return within(
                    need(FD_PATH, lens),
                    type(type -> types.concernsFd(type) && !isSocketCall(type)),
                    is(FD_KIND, "file", "directory"));
        }

        private List<List<Wanted>> named() {
            if (!positive) {
                return one(need(FD_PATH));
            }
            List<List<Wanted>> ways = new ArrayList<>(file(Lens.SELF));
            ways.add(List.of(
                    type(type -> types.concernsFd(type) && !types.opens(type)), is(FD_KIND, "unix"), need(FD_PATH)));
            ways.add(List.of(
                    type(type -> types.concernsFd(type) && !types.opens(type)),
                    is(FD_KIND, "ipv4"),
                    need(
                            REMOTE_IP,
                            Lens.of(
                                    (address, all) -> all.value(LOCAL_IP, "") + ":" + all.value(LOCAL_PORT, "") + "->"
                                            + address + ":" + all.value(REMOTE_PORT, ""),
                                    text -> text.contains(":") ? text.substring(0, text.indexOf(':')) : text))));
            return ways;
        }

        /** A path that is written with a way around, or as the name. */
        private @Nullable List<List<Wanted>> raw() {
            Lens lens = new Lens((value, all) -> value + all.value(FD_PATH, ""), (part, all) -> List.of(part));
            if (!positive) {
                return one(need(FD_UP, lens));
            }
            List<List<Wanted>> ways = new ArrayList<>();
            ways.add(List.of(type(types::opens), need(FD_UP, lens)));
            ways.addAll(file(Lens.SELF));
            return ways;
        }

        private boolean isSocketCall(String type) {
            return SystemCall.is(type, SystemCall.Trait.SOCKET);
        }

        private @Nullable String character(String kind) {
            return KINDS.entrySet().stream()
                    .filter(entry -> entry.getValue().equals(kind))
                    .findFirst()
                    .map(Map.Entry::getKey)
                    .orElse(null);
        }

        private String kindOf(String character) {
            return KINDS.getOrDefault(character, character);
        }

        private @Nullable List<List<Wanted>> ofContainer() {
            List<List<Wanted>> inside = inContainer(is(IN_CONTAINER, "true"));
            String onHost = ConstantChecks.valueOnHost(name);
            if (inside == null || !positive || onHost == null || !test.holds(onHost)) {
                return inside;
            }
            List<List<Wanted>> ways = new ArrayList<>(inside);
            ways.add(List.of(is(IN_CONTAINER, "false")));
            return ways;
        }

        private @Nullable List<List<Wanted>> inContainer(Wanted inside) {
            if (name.equals("container.id")) {
                return shown(
                        IN_CONTAINER,
                        in -> in.equals("true") ? "c00000000001" : "host",
                        text -> text.equals("host") ? "false" : "true");
            }
            if (name.equals("container.image")) {
                return image(inside);
            }
            if ((name.equals("k8s.pod.label") || name.equals("container.label")) && argument != null) {
                return within(need(new Label(argument)), inside);
            }
            if (name.startsWith("container.mount")) {
                return mount(inside);
            }
            Fact fact = FACTS.get(name);
            return fact == null ? null : within(need(fact), inside);
        }

        private List<List<Wanted>> image(Wanted inside) {
            List<List<Wanted>> ways = new ArrayList<>();
            if (positive && (test.operator() == Operator.EQ || test.operator() == Operator.IN)) {
                for (String value : test.values()) {
                    int colon = value.indexOf(':', value.lastIndexOf('/') + 1);
                    if (colon > 0) {
                        ways.add(List.of(
                                inside,
                                is(IMAGE_TAG, value.substring(colon + 1)),
                                is(IMAGE_REPOSITORY, value.substring(0, colon))));
                    }
                }
            }
            if (positive && (test.operator() == Operator.ENDSWITH || test.operator() == Operator.CONTAINS)) {
                for (String value : test.values()) {
                    int colon = value.indexOf(':');
                    if (colon >= 0 || !value.contains("/")) {
                        ways.add(List.of(
                                inside,
                                is(IMAGE_TAG, value.substring(colon + 1)),
                                need(IMAGE_REPOSITORY, Lens.image(IMAGE_TAG))));
                    }
                }
            }
            ways.addAll(within(need(IMAGE_REPOSITORY, Lens.image(IMAGE_TAG)), inside));
            return ways;
        }

        private @Nullable List<List<Wanted>> mount(Wanted inside) {
            String part = name.equals("container.mounts") ? "mounts" : name.substring("container.mount".length());
            if (part.equals("mounts") || argument == null) {
                return argument == null && name.equals("container.mounts")
                        ? shown(
                                MOUNTS,
                                path -> path + ":" + path + ":rw:true:private",
                                text -> text.replaceAll(":.*", ""),
                                inside)
                        : null;
            }
            if (!positive) {
                return List.of(List.of());
            }
            String key = argument.replace("*", "");
            return switch (part) {
                case ".dest" -> List.of(List.of(inside, is(MOUNT_SOURCE, key), need(MOUNT_DESTINATION)));
                case ".source" -> List.of(List.of(inside, is(MOUNT_DESTINATION, key), need(MOUNT_SOURCE)));
                case ".rdwr" -> List.of(List.of(inside, is(MOUNT_SOURCE, key), need(MOUNT_WRITABLE)));
                case "" -> List.of(List.of(inside, is(MOUNT_SOURCE, key)));
                default -> null;
            };
        }
    }

    /** An event type of which something is true. */
    private record OfType(Predicate<String> which) implements Trait {
        @Override
        public boolean holds(@Nullable String value) {
            return value != null && which.test(value);
        }

        @Override
        public List<Fragment> fragments() {
            return List.of();
        }
    }
}
