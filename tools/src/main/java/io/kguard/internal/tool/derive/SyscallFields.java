// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import io.kguard.event.EventFlag;
import io.kguard.event.EventType;
import io.kguard.internal.condition.syntax.Operand;
import io.kguard.internal.condition.syntax.Operator;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.tool.derive.Comparing.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The facts that the fields of system calls show. */
final class SyscallFields implements Alternatives {
    /** The ancestors of whom facts are known. */
    private static final int ANCESTORS = 4;

    private static final int MOST_VALUES_APART = 24;

    private static final Map<String, String> OF_PROCESS = Map.ofEntries(
            Map.entry("name", "name"),
            Map.entry("exe", "exe"),
            Map.entry("exepath", "path"),
            Map.entry("args", "args"),
            Map.entry("cwd", "cwd"),
            Map.entry("tty", "tty"),
            Map.entry("vpid", "vpid"),
            Map.entry("is_exe_upper_layer", "upper"),
            Map.entry("is_exe_writable", "writable"),
            Map.entry("is_exe_from_memfd", "memfd"));

    private static final Map<String, String> PLAIN = Map.ofEntries(
            Map.entry("user.uid", "p0.uid"),
            Map.entry("user.name", "p0.user"),
            Map.entry("user.loginuid", "p0.luid"),
            Map.entry("user.loginname", "p0.luser"),
            Map.entry("group.gid", "p0.gid"),
            Map.entry("group.name", "p0.group"),
            Map.entry("thread.cap_permitted", "p0.capp"),
            Map.entry("thread.cap_effective", "p0.cape"),
            Map.entry("thread.cap_inheritable", "p0.capi"),
            Map.entry("proc.sname", "s.name"),
            Map.entry("proc.sid.exe", "s.exe"),
            Map.entry("proc.sid.exepath", "s.path"),
            Map.entry("proc.vpgid.name", "g.name"),
            Map.entry("proc.vpgid.exe", "g.exe"),
            Map.entry("proc.vpgid.exepath", "g.path"),
            Map.entry("evt.num", "evt.num"));

    private static final Map<String, String> OF_CONTAINER = Map.ofEntries(
            Map.entry("container.name", "c.name"),
            Map.entry("container.type", "c.type"),
            Map.entry("container.privileged", "c.privileged"),
            Map.entry("container.image.repository", "c.repo"),
            Map.entry("container.image.tag", "c.tag"),
            Map.entry("container.image.digest", "c.digest"),
            Map.entry("k8s.ns.name", "c.ns"),
            Map.entry("k8s.pod.name", "c.pod"));

    /** Programs that a command line which must contain such a word most probably runs. */
    private static final Set<String> PROGRAMS = Set.of(
            "base64",
            "curl",
            "wget",
            "nc",
            "ncat",
            "socat",
            "python",
            "python3",
            "perl",
            "ruby",
            "ssh",
            "scp",
            "chmod",
            "chown",
            "nmap",
            "tcpdump",
            "crontab",
            "xmrig",
            "kubectl",
            "docker",
            "useradd",
            "usermod",
            "systemctl",
            "iptables",
            "mount",
            "nsenter",
            "openssl",
            "gcc",
            "find",
            "grep",
            "dd",
            "tar");

    private static final Map<String, EventFlag> FLAGS = Map.of(
            "evt.is_io_read", EventFlag.READS_FROM_FD,
            "evt.is_io_write", EventFlag.WRITES_TO_FD,
            "evt.is_wait", EventFlag.WAITS);

    /** The parameters that have the path of fs.path.name, in the order of how common the events are. */
    private static final List<String[]> PATHS = List.of(
            new String[] {"unlinkat", "name"},
            new String[] {"unlink", "path"},
            new String[] {"mkdirat", "path"},
            new String[] {"mkdir", "path"},
            new String[] {"rmdir", "path"},
            new String[] {"chmod", "filename"},
            new String[] {"fchmodat", "filename"},
            new String[] {"chown", "path"},
            new String[] {"lchown", "path"},
            new String[] {"fchownat", "pathname"},
            new String[] {"umount", "name"},
            new String[] {"umount2", "name"});

    private static final List<String[]> SOURCES = List.of(
            new String[] {"renameat2", "oldpath"},
            new String[] {"rename", "oldpath"},
            new String[] {"renameat", "oldpath"},
            new String[] {"symlink", "linkpath"},
            new String[] {"symlinkat", "linkpath"},
            new String[] {"link", "newpath"},
            new String[] {"linkat", "newpath"},
            new String[] {"mount", "dev"});

    private static final List<String[]> TARGETS = List.of(
            new String[] {"renameat2", "newpath"},
            new String[] {"rename", "newpath"},
            new String[] {"renameat", "newpath"},
            new String[] {"symlink", "target"},
            new String[] {"symlinkat", "target"},
            new String[] {"link", "oldpath"},
            new String[] {"linkat", "oldpath"},
            new String[] {"mount", "dir"});

    private static final List<String> TEXT_PARAMS = List.of(
            "flags",
            "name",
            "path",
            "data",
            "request",
            "oldpath",
            "newpath",
            "target",
            "linkpath",
            "filename",
            "args",
            "exe",
            "cmd",
            "mode",
            "dev",
            "dir",
            "type",
            "domain",
            "uid",
            "option");

    private final FieldCatalogue catalogue;
    private final EventTypes types;

    SyscallFields(FieldCatalogue catalogue, EventTypes types) {
        this.catalogue = catalogue;
        this.types = types;
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

        private Wanted need(String fact) {
            return Wanted.of(fact, test, demand);
        }

        private Wanted need(String fact, Lens lens) {
            return Wanted.of(fact, lens, test, demand);
        }

        private Wanted is(String fact, String... values) {
            return Wanted.must(fact, new Comparing(Operator.IN, List.of(values), false, List.of(), Kind.TEXT), demand);
        }

        private Wanted type(Predicate<String> which) {
            return Wanted.must("type", new OfType(which), demand);
        }

        private List<List<Wanted>> one(Wanted... needs) {
            return List.of(List.of(needs));
        }

        /** A positive demand needs a value, which only some acts have; a negative one is satisfied without. */
        private List<List<Wanted>> within(Wanted condition, Wanted need) {
            return positive ? List.of(List.of(condition, need)) : List.of(List.of(need));
        }

        @Nullable
        List<List<Wanted>> alternatives() {
            String plain = PLAIN.get(name);
            if (plain != null) {
                return one(need(plain));
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
                    case "fs.path.name", "fs.path.nameraw" -> paths(PATHS, true);
                    case "fs.path.source", "fs.path.sourceraw" -> paths(SOURCES, false);
                    case "fs.path.target", "fs.path.targetraw" -> paths(TARGETS, false);
                    default -> null;
                };
            }
            return null;
        }

        private List<List<Wanted>> paths(List<String[]> params, boolean opens) {
            List<List<Wanted>> ways = new ArrayList<>();
            String type = facts.decided("type");
            if (opens && (type == null || OrdinaryCalls.OPENS.contains(type))) {
                ways.add(List.of(type(OrdinaryCalls.OPENS::contains), need("fd.path")));
            }
            if (opens && (type == null || type.equals("fchmod") || type.equals("fchown"))) {
                ways.add(List.of(is("type", "fchmod", "fchown"), need("fd.path")));
            }
            for (String[] param : params) {
                if (type == null || type.equals(param[0])) {
                    ways.add(List.of(is("type", param[0]), need("arg." + param[1])));
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
                return one(need("type", Lenses.of((type, all) -> String.valueOf(types.has(type, flag)), text -> text)));
            }
            return switch (name) {
                case "evt.type", "syscall.type" -> one(positive ? need("type") : type(type -> !test.holds(type)));
                case "evt.dir" -> direction();
                case "evt.category" -> one(need("type", Lenses.of((type, all) -> category(type), text -> text)));
                case "evt.is_io" ->
                    one(need(
                            "type",
                            Lenses.of(
                                    (type, all) -> String.valueOf(types.has(type, EventFlag.READS_FROM_FD)
                                            || types.has(type, EventFlag.WRITES_TO_FD)),
                                    text -> text)));
                case "evt.res" ->
                    one(need(
                            "res",
                            Lenses.of(
                                    (value, all) -> isNegative(value) ? value : "SUCCESS",
                                    text -> text.equals("SUCCESS") ? facts.value("res", "0") : text)));
                case "evt.rawres" -> one(need("res", Lenses.of((value, all) -> raw(value), text -> result(text))));
                case "evt.failed" ->
                    one(need(
                            "res",
                            Lenses.of(
                                    (value, all) -> String.valueOf(isNegative(value)),
                                    text -> text.equals("true") ? "EACCES" : "0")));
                case "evt.is_open_read" -> opened("O_RDONLY", "O_RDWR");
                case "evt.is_open_write" -> opened("O_WRONLY", "O_RDWR");
                case "evt.is_open_exec" -> executable();
                case "evt.is_open_create" -> opened("O_F_CREATED", "O_F_CREATED");
                case "evt.buffer" -> within(type(type -> types.has(type, "data")), need("arg.data"));
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
            return value.startsWith("E") ? Errors.number(value) : value;
        }

        private String result(String text) {
            return text.startsWith("-") ? Errors.name(text) : text;
        }

        private List<List<Wanted>> opened(String first, String second) {
            Lens lens = Lenses.of(
                    (flags, all) -> String.valueOf((flags.contains(first) || flags.contains(second))
                            && OrdinaryCalls.OPENS.contains(all.value("type", ""))),
                    text -> text);
            boolean wanted = test.holds("true") == positive;
            if (!wanted) {
                return one(need("arg.flags", lens));
            }
            return List.of(List.of(type(type -> type.startsWith("open")), need("arg.flags", lens)));
        }

        private List<List<Wanted>> executable() {
            if (test.holds("true") != positive) {
                return List.of(List.of());
            }
            return List.of(List.of(
                    type(type -> type.equals("open") || type.equals("openat") || type.equals("openat2")),
                    is("arg.flags", "O_WRONLY|O_CREAT|O_TRUNC", "O_RDWR|O_CREAT", "O_WRONLY|O_CREAT|O_EXCL"),
                    is("arg.mode", "0755")));
        }

        private List<List<Wanted>> parameter(String which) {
            String type = facts.decided("type");
            if (which.matches("[0-9]+")) {
                int index = Integer.parseInt(which);
                if (type != null) {
                    String param = types.nameAt(type, index);
                    return param == null ? positive ? List.of() : List.of(List.of()) : parameter(param);
                }
                return within(type(one -> types.nameAt(one, index) != null), need("argn." + which));
            }
            if (which.equals("res")) {
                return one(need("res"));
            }
            if (type != null && OrdinaryCalls.OPENS.contains(type) && which.equals("name")) {
                return one(need("fd.path"));
            }
            if (type != null && OrdinaryCalls.EXECUTES.contains(type)) {
                String fact = switch (which) {
                    case "exe" -> "p0.exe";
                    case "args" -> "p0.args";
                    case "filename", "trusted_exepath", "pathname" -> "p0.path";
                    case "comm" -> "p0.name";
                    case "uid" -> "p0.uid";
                    case "cwd" -> "p0.cwd";
                    default -> "arg." + which;
                };
                if (!fact.startsWith("arg.")) {
                    return one(need(fact));
                }
            }
            List<List<Wanted>> ways = new ArrayList<>();
            if (type == null && which.equals("name") && positive) {
                ways.add(List.of(type(OrdinaryCalls.OPENS::contains), need("fd.path")));
            }
            ways.addAll(within(type(one -> types.has(one, which)), need("arg." + which)));
            return ways;
        }

        private List<List<Wanted>> anyParameter() {
            List<List<Wanted>> ways = new ArrayList<>();
            if (!positive) {
                return List.of(List.of());
            }
            String type = facts.decided("type");
            for (String param : TEXT_PARAMS) {
                if (type == null || types.has(type, param)) {
                    ways.addAll(parameter(param));
                }
            }
            return ways;
        }

        private @Nullable List<List<Wanted>> ofProcess() {
            String key = name.substring("proc.".length());
            String own = OF_PROCESS.get(key);
            if (own != null) {
                return key.equals("args") && argument != null ? null : one(need("p0." + own));
            }
            return switch (key) {
                case "cmdline" -> line(0, "name");
                case "exeline" -> line(0, "exe");
                case "pname" -> one(need("p1.name"));
                case "pexe" -> one(need("p1.exe"));
                case "pexepath" -> one(need("p1.path"));
                case "pcmdline" -> line(1, "name");
                case "env" -> argument == null ? one(need("p0.env")) : variable();
                case "duration" ->
                    one(need(
                            "p0.new",
                            Lenses.of(
                                    (value, all) -> value.equals("true") ? "2000000" : "3600000000000", text -> text)));
                case "is_vpgid_leader", "is_sid_leader" -> one(need("p0.leads"));
                default -> key.startsWith("a") ? ancestors(key.substring(1)) : null;
            };
        }

        private List<List<Wanted>> variable() {
            String start = argument + "=";
            Lens lens = new Lens() {
                @Override
                public @Nullable String see(String value, Facts all) {
                    for (String entry : value.split(" ", -1)) {
                        if (entry.startsWith(start)) {
                            return entry.substring(start.length());
                        }
                    }
                    return null;
                }

                @Override
                public List<Fragment> back(Fragment part, Facts all) {
                    return List.of(new Fragment(Fragment.Place.INSIDE, start + part.text()));
                }
            };
            return one(need("p0.env", lens));
        }

        private @Nullable List<List<Wanted>> ancestors(String key) {
            String of = switch (key) {
                case "name" -> "name";
                case "exe" -> "exe";
                case "exepath" -> "path";
                case "args" -> "args";
                case "cmdline" -> "cmdline";
                default -> null;
            };
            if (of == null) {
                return null;
            }
            if (argument != null) {
                if (!argument.matches("[0-9]+") || Integer.parseInt(argument) > 8) {
                    return null;
                }
                int number = Integer.parseInt(argument);
                return of.equals("cmdline") ? line(number, "name") : one(need("p" + number + "." + of));
            }
            List<List<Wanted>> ways = new ArrayList<>();
            List<Wanted> none = new ArrayList<>();
            for (int i = 1; i <= ANCESTORS; i++) {
                if (of.equals("cmdline")) {
                    none.add(need("p" + i + ".args", Lenses.after("p" + i + ".name")));
                    ways.addAll(line(i, "name"));
                } else {
                    none.add(need("p" + i + "." + of));
                    ways.add(List.of(need("p" + i + "." + of)));
                }
            }
            return positive ? ways : List.of(none);
        }

        /** A command line: a name or {@code argv[0]}, and arguments. */
        private List<List<Wanted>> line(int number, String first) {
            String head = "p" + number + "." + first;
            Wanted whole = need("p" + number + ".args", Lenses.after(head));
            if (!positive || test.operator() == Operator.EXISTS) {
                return one(whole);
            }
            List<List<Wanted>> ways = new ArrayList<>();
            int count = 0;
            for (String value : test.values()) {
                if (count++ == MOST_VALUES_APART) {
                    break;
                }
                int space = value.indexOf(' ');
                String word = space < 0 ? value : value.substring(0, space);
                boolean program = word.matches("[A-Za-z_(][\\w.+()-]*");
                switch (test.operator()) {
                    case EQ, IN -> ways.add(List.of(is(head, word), whole));
                    case STARTSWITH -> {
                        if (space >= 0) {
                            ways.add(List.of(is(head, word), whole));
                        } else {
                            ways.add(List.of(is(head, word), whole));
                            ways.add(List.of(Wanted.of(head, test, demand), whole));
                        }
                    }
                    case CONTAINS, ICONTAINS -> {
                        boolean known = space < 0 && PROGRAMS.contains(value);
                        if (known || program && space > 0 && word.length() > 1) {
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

        private @Nullable List<List<Wanted>> ofDescriptor() {
            String key = name.substring("fd.".length());
            Wanted concerned = type(types::concernsFd);
            return switch (key) {
                case "type" -> within(concerned, need("fd.kind", Lens.SELF));
                case "typechar" ->
                    within(concerned, need("fd.kind", Lenses.of((kind, all) -> character(kind), this::kindOf)));
                case "sockfamily" ->
                    within(
                            concerned,
                            need(
                                    "fd.kind",
                                    Lenses.of(
                                            (kind, all) ->
                                                    kind.startsWith("ip") ? "ip" : kind.equals("unix") ? "unix" : null,
                                            text -> text.equals("ip") ? "ipv4" : text)));
                case "name" -> named();
                case "nameraw" -> raw();
                case "directory" -> file(Lenses.DIRECTORY);
                case "filename" -> file(Lenses.FILE_NAME);
                case "l4proto" -> network(need("net.proto"));
                case "ip", "net" -> ends("net.rip", "net.lip");
                case "port" -> ends("net.rport", "net.lport");
                case "rip", "rnet" -> network(need("net.rip"));
                case "lip", "lnet" -> network(need("net.lip"));
                case "rport" -> network(need("net.rport"));
                case "lport" -> network(need("net.lport"));
                case "sip", "snet" -> side("net.rip", "net.lip");
                case "cip", "cnet" -> side("net.lip", "net.rip");
                case "sport" -> side("net.rport", "net.lport");
                case "cport" -> side("net.lport", "net.rport");
                case "num" ->
                    OrdinaryCalls.OPENS.contains(facts.value("type", ""))
                            ? one(need("res", Lenses.of((value, all) -> raw(value), this::result)))
                            : within(concerned, need("fd.num"));
                default -> null;
            };
        }

        /** A field of the server's or the client's end. */
        private List<List<Wanted>> side(String ofClient, String ofServer) {
            if (facts.is("net.role", "server")) {
                return network(need(ofServer));
            }
            List<List<Wanted>> ways = new ArrayList<>(network(need(ofClient)));
            if (positive && facts.decided("type") == null) {
                List<Wanted> served = new ArrayList<>(network(need(ofServer)).get(0));
                served.add(is("type", "accept", "accept4"));
                ways.add(served);
            }
            return ways;
        }

        private List<List<Wanted>> ends(String remote, String local) {
            boolean different = test.operator() == Operator.NE;
            if (positive && !different) {
                List<List<Wanted>> ways = new ArrayList<>(network(need(remote)));
                ways.addAll(network(need(local)));
                return ways;
            }
            List<Wanted> both = new ArrayList<>(positive ? network(need(remote)).get(0) : List.of(need(remote)));
            both.add(need(local));
            return List.of(both);
        }

        private List<List<Wanted>> network(Wanted need) {
            return positive
                    ? List.of(List.of(
                            type(type -> types.concernsFd(type) && !OrdinaryCalls.OPENS.contains(type)),
                            is("fd.kind", "ipv4", "ipv6"),
                            need))
                    : List.of(List.of(need));
        }

        private List<List<Wanted>> file(Lens lens) {
            return positive
                    ? List.of(List.of(
                            type(type -> types.concernsFd(type) && !isSocketCall(type)),
                            is("fd.kind", "file", "directory"),
                            need("fd.path", lens)))
                    : List.of(List.of(need("fd.path", lens)));
        }

        private List<List<Wanted>> named() {
            if (!positive) {
                return one(need("fd.path"));
            }
            List<List<Wanted>> ways = new ArrayList<>(file(Lens.SELF));
            ways.add(List.of(
                    type(type -> types.concernsFd(type) && !OrdinaryCalls.OPENS.contains(type)),
                    is("fd.kind", "unix"),
                    need("fd.path")));
            ways.add(List.of(
                    type(type -> types.concernsFd(type) && !OrdinaryCalls.OPENS.contains(type)),
                    is("fd.kind", "ipv4"),
                    need(
                            "net.rip",
                            Lenses.of(
                                    (address, all) -> all.value("net.lip", "") + ":" + all.value("net.lport", "") + "->"
                                            + address + ":" + all.value("net.rport", ""),
                                    text -> text.contains(":") ? text.substring(0, text.indexOf(':')) : text))));
            return ways;
        }

        /** A path that is written with a way around, or as the name. */
        private @Nullable List<List<Wanted>> raw() {
            Lens lens = new Lens() {
                @Override
                public String see(String value, Facts all) {
                    return value + all.value("fd.path", "");
                }

                @Override
                public List<Fragment> back(Fragment part, Facts all) {
                    return List.of(part);
                }
            };
            if (!positive) {
                return one(need("fd.up", lens));
            }
            List<List<Wanted>> ways = new ArrayList<>();
            ways.add(List.of(type(OrdinaryCalls.OPENS::contains), need("fd.up", lens)));
            ways.addAll(file(Lens.SELF));
            return ways;
        }

        private boolean isSocketCall(String type) {
            return type.startsWith("accept")
                    || Set.of("connect", "bind", "listen", "socket").contains(type);
        }

        private @Nullable String character(String kind) {
            return switch (kind) {
                case "file" -> "f";
                case "directory" -> "d";
                case "ipv4" -> "4";
                case "ipv6" -> "6";
                case "unix" -> "u";
                case "pipe" -> "p";
                default -> null;
            };
        }

        private String kindOf(String character) {
            return switch (character) {
                case "f" -> "file";
                case "d" -> "directory";
                case "4" -> "ipv4";
                case "6" -> "ipv6";
                case "u" -> "unix";
                case "p" -> "pipe";
                default -> character;
            };
        }

        private @Nullable List<List<Wanted>> ofContainer() {
            Wanted inside = is("c.in", "true");
            if (name.equals("container.id")) {
                return one(need(
                        "c.in",
                        Lenses.of(
                                (in, all) -> in.equals("true") ? "c00000000001" : "host",
                                text -> text.equals("host") ? "false" : "true")));
            }
            if (name.equals("container.image")) {
                return image(inside);
            }
            if ((name.equals("k8s.pod.label") || name.equals("container.label")) && argument != null) {
                return within(inside, need("c.label." + argument));
            }
            if (name.startsWith("container.mount")) {
                return mount(inside);
            }
            String fact = OF_CONTAINER.get(name);
            if (fact == null) {
                return null;
            }
            boolean host =
                    positive && test.holds("host") && Set.of("c.name", "c.type").contains(fact);
            List<List<Wanted>> ways = new ArrayList<>(within(inside, need(fact)));
            if (host) {
                ways.add(List.of(is("c.in", "false")));
            }
            return ways;
        }

        private List<List<Wanted>> image(Wanted inside) {
            List<List<Wanted>> ways = new ArrayList<>();
            if (positive && (test.operator() == Operator.EQ || test.operator() == Operator.IN)) {
                for (String value : test.values()) {
                    int colon = value.indexOf(':', value.lastIndexOf('/') + 1);
                    if (colon > 0) {
                        ways.add(List.of(
                                inside,
                                is("c.tag", value.substring(colon + 1)),
                                is("c.repo", value.substring(0, colon))));
                    }
                }
            }
            if (positive && (test.operator() == Operator.ENDSWITH || test.operator() == Operator.CONTAINS)) {
                for (String value : test.values()) {
                    int colon = value.indexOf(':');
                    if (colon == 0 || colon < 0 && !value.contains("/")) {
                        ways.add(List.of(
                                inside,
                                is("c.tag", value.substring(colon + 1)),
                                need("c.repo", Lenses.image("c.tag"))));
                    } else if (colon > 0) {
                        ways.add(List.of(
                                inside,
                                is("c.tag", value.substring(colon + 1)),
                                need("c.repo", Lenses.image("c.tag"))));
                    }
                }
            }
            ways.addAll(within(inside, need("c.repo", Lenses.image("c.tag"))));
            return ways;
        }

        private @Nullable List<List<Wanted>> mount(Wanted inside) {
            String part = name.equals("container.mounts") ? "mounts" : name.substring("container.mount".length());
            if (part.equals("mounts") || argument == null) {
                return argument == null && name.equals("container.mounts")
                        ? within(
                                inside,
                                need(
                                        "c.mounts",
                                        Lenses.of(
                                                (path, all) -> path + ":" + path + ":rw:true:private",
                                                text -> text.replaceAll(":.*", ""))))
                        : null;
            }
            if (!positive) {
                return List.of(List.of());
            }
            String key = argument.replace("*", "");
            return switch (part) {
                case ".dest" -> List.of(List.of(inside, is("c.mount.source", key), need("c.mount.destination")));
                case ".source" -> List.of(List.of(inside, is("c.mount.destination", key), need("c.mount.source")));
                case ".rdwr" -> List.of(List.of(inside, is("c.mount.source", key), need("c.mount.writable")));
                case "" -> List.of(List.of(inside, is("c.mount.source", key)));
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
