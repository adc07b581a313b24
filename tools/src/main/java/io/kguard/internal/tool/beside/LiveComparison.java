// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.beside;

import io.kguard.engine.Alert;
import io.kguard.event.EventSource;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.difference.AlertComparison;
import io.kguard.internal.difference.RuleDifference;
import io.kguard.output.AlertFormat;
import io.kguard.rule.CheckedRule;
import io.kguard.rule.Rule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Compares the alerts of two sensors that watched the same processes. Each has its own clock and its own numbers, so alerts belong
 * together that say the same. Both have the fields of {@link LiveSettings#FIELDS}.
 */
final class LiveComparison {
    /** What two sensors can't have in common: when they see an event, its number, and what a process used until then. */
    public static final List<String> OF_A_SENSOR = List.of("""
            container.duration container.start_ts evt.cpu evt.datetime evt.datetime.s evt.deltatime evt.deltatime.ns
            evt.deltatime.s evt.hostname evt.num evt.outputtime evt.rawtime evt.rawtime.ns evt.rawtime.s evt.reltime
            evt.reltime.ns evt.reltime.s evt.time evt.time.iso8601 evt.time.s proc.duration
            proc.exe_ino.ctime_duration_pidns_start proc.exe_ino.ctime_duration_proc_start proc.pid.ts
            proc.pidns_init_start_ts proc.ppid.duration proc.ppid.ts proc.vmrss proc.vmsize proc.vmswap thread.cpu
            thread.cpu.system thread.cpu.user thread.exectime thread.pfmajor thread.pfminor thread.totexectime
            thread.vmrss thread.vmsize""".split("\\s+", -1));

    /** What a jail changes: its users have other ids on the machine. */
    public static final List<String> OF_USERS = List.of("""
            group.gid group.name user.homedir user.loginname user.loginuid user.name user.shell user.uid""".split("\\s+", -1));

    /** What the simulation alone knows: the names of its peers. Falco asks the machine's resolver. */
    public static final List<String> OF_PEERS = List.of("fd.cip.name", "fd.lip.name", "fd.rip.name", "fd.sip.name");

    /** Above a container kguard's alerts have a node's processes, and those of Falco this machine's. */
    private static final String ANCESTOR = "proc.aname[";

    private static final String PARENT = "proc.pname";
    private static final Set<String> OF_A_NODE = Set.of("systemd");
    private static final Set<String> STARTERS = Set.of("runc", "containerd-shim");
    private static final Pattern RUNC = Pattern.compile("(.*/)?runc|memfd:runc_cloned:.*");

    private static final String TIME = "evt.time";
    private static final String ID = "container.id";
    private static final String NAME = "container.name";
    private static final String PROGRAM = "proc.exepath";

    private final Set<String> apart;
    private final Map<String, Rule> rules = new LinkedHashMap<>();
    private final AlertFormat format;
    /** The rules that judge by what the simulation has otherwise than the machine. */
    private final Set<String> judgingBySimulated = new HashSet<>();

    /**
     * A comparison.
     *
     * @param rules the rules that both evaluate
     * @param realIds whether processes have the ids of users that the machine sees
     */
    public LiveComparison(List<Rule> rules, FalcoVersion version, boolean realIds) {
        rules.forEach(rule -> this.rules.put(rule.name(), rule));
        this.format = AlertFormat.json(version, "");
        Set<String> simulated = new HashSet<>(OF_PEERS);
        if (!realIds) {
            simulated.addAll(OF_USERS);
        }
        this.apart = new HashSet<>(OF_A_SENSOR);
        apart.addAll(simulated);
        rules.stream()
                .filter(rule -> CheckedRule.of(rule)
                        .typedCondition()
                        .fields()
                        .anyMatch(field -> simulated.contains(field.name())))
                .forEach(rule -> judgingBySimulated.add(rule.name()));
    }

    /**
     * How the alerts of a scenario agree.
     *
     * @param lines Falco's alerts, as it writes them
     * @param containers the ids of the scenario's containers; what others do is counted and not compared
     * @throws IOException if a line is not an alert
     */
    public Agreement of(String name, List<Alert> alerts, List<String> lines, Set<String> containers)
            throws IOException {
        List<Alert> ours = new ArrayList<>();
        for (Alert alert : alerts) {
            if (alert.source().equals(EventSource.SYSCALL.label())) {
                ours.add(read(format.line(alert)));
            }
        }
        List<Alert> theirs = new ArrayList<>();
        for (String line : lines) {
            theirs.add(read(line));
        }
        int all = ours.size() + theirs.size();
        ours.removeIf(alert -> !isOf(alert, containers));
        theirs.removeIf(alert -> !isOf(alert, containers));
        int here = ours.size() + theirs.size();
        ours.removeIf(alert -> judgingBySimulated.contains(alert.ruleName()));
        theirs.removeIf(alert -> judgingBySimulated.contains(alert.ruleName()));
        int kguard = ours.size();
        int falco = theirs.size();
        pair(ours, theirs, this::isAlike);
        int late = pair(ours, theirs, this::isAlikeButLate);
        List<AlertComparison.Unlike> unlike = new ArrayList<>();
        List<RuleDifference> differences = AlertComparison.ofTwoSensors(ours, theirs, apart, unlike::add);
        return new Agreement(
                name,
                kguard,
                falco,
                differences,
                unlike,
                "",
                new Agreement.Aside(late, all - here, here - kguard - falco));
    }

    /** The time when a sensor saw it is no part of what an alert says. */
    @SuppressWarnings("NullAway") // a record's class file does not say that the values of a map may be null
    private Alert read(String line) throws IOException {
        Alert alert = AlertLine.read(line, rules);
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(alert.fields());
        fields.remove(AlertLine.TIME);
        if (!alert.rule().output().contains("%" + TIME)) {
            fields.remove(TIME); // it stands before each output
        }
        return new Alert(alert.rule(), alert.eventNumber(), alert.timestamp(), alert.message(), fields);
    }

    /** Whether a process of the containers did it, and not runc on its way into one, whose events kguard does not judge. */
    private static boolean isOf(Alert alert, Set<String> containers) {
        return alert.fields().get(ID) instanceof String id
                && containers.contains(id)
                && !(alert.fields().get(PROGRAM) instanceof String program
                        && RUNC.matcher(program).matches());
    }

    /** Takes pairs away, and counts them. */
    private static int pair(List<Alert> ours, List<Alert> theirs, BiPredicate<Alert, Alert> belong) {
        int before = ours.size();
        ours.removeIf(one -> {
            for (int i = 0; i < theirs.size(); i++) {
                if (belong.test(one, theirs.get(i))) {
                    theirs.remove(i);
                    return true;
                }
            }
            return false;
        });
        return before - ours.size();
    }

    private boolean isAlike(Alert one, Alert other) {
        Set<String> differing = differing(one, other);
        differing.removeAll(apart);
        return one.rule().equals(other.rule())
                && differing.isEmpty()
                && (one.message().equals(other.message())
                        || one.fields().keySet().stream().anyMatch(this::mayDiffer));
    }

    /** Whether one says the same, except that Falco did not know the container yet. */
    private boolean isAlikeButLate(Alert one, Alert other) {
        if (!one.rule().equals(other.rule())
                || isEmpty(one.fields().get(NAME))
                || !isEmpty(other.fields().get(NAME))) {
            return false;
        }
        return differing(one, other).stream()
                .allMatch(field -> apart.contains(field)
                        || isOfContainer(field) && isEmpty(other.fields().get(field)));
    }

    private boolean mayDiffer(String field) {
        return apart.contains(field) || field.startsWith(ANCESTOR) || field.equals(PARENT);
    }

    private static boolean isAboveContainer(String field, Alert ours, Alert theirs) {
        Object name = ours.fields().get(field);
        return field.startsWith(ANCESTOR) && (name == null || OF_A_NODE.contains(name.toString()))
                || field.equals(PARENT)
                        && isStarter(name)
                        && isStarter(theirs.fields().get(field));
    }

    /** Runc starts a process of a container and ends at that moment. Then the shim is the parent. */
    private static boolean isStarter(@Nullable Object name) {
        return name != null && STARTERS.contains(name.toString());
    }

    private static boolean isOfContainer(String field) {
        return !field.equals(ID) && (field.startsWith("container.") || field.startsWith("k8s."));
    }

    private static boolean isEmpty(@Nullable Object value) {
        return value == null || value.equals("") || value.equals(false) || value.equals("<NA>");
    }

    private static Set<String> differing(Alert one, Alert other) {
        Set<String> names = new HashSet<>(one.fields().keySet());
        names.addAll(other.fields().keySet());
        names.removeIf(name -> isAboveContainer(name, one, other)
                || Objects.equals(one.fields().get(name), other.fields().get(name))
                        && one.fields().containsKey(name) == other.fields().containsKey(name));
        return names;
    }
}
