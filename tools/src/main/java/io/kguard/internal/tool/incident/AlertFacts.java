// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.incident;

import io.kguard.capture.EventBuilder;
import io.kguard.event.Event;
import io.kguard.internal.condition.TypeChecker;
import io.kguard.internal.condition.TypedCondition;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.Condition.Operator;
import io.kguard.internal.condition.syntax.ConditionException;
import io.kguard.internal.condition.syntax.Operand;
import io.kguard.internal.condition.syntax.Span;
import io.kguard.internal.field.EventContext;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.field.FieldException;
import io.kguard.internal.machine.Machine;
import io.kguard.internal.tool.alert.FalcoAlert;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an alert says of its event, as conditions beside that of its rule. */
final class AlertFacts {
    private static final Span NOWHERE = new Span(0, 0, 1, 1);
    private static final Pattern FLAGS = Pattern.compile("[A-Z][A-Z0-9]*_[A-Z0-9_]+(\\|[A-Z0-9_]+)*");

    /** What makes an event the one of the alert, the most telling first. */
    private static final List<String> TELLING = List.of("""
            evt.type proc.name fd.name container.image.repository k8s.ns.name k8s.pod.name proc.cmdline proc.pname
            proc.exepath container.image.tag container.name user.uid user.name proc.tty proc.cwd proc.sname
            user.loginuid evt.arg.flags fs.path.name fs.path.source fs.path.target proc.pcmdline proc.aname[2]
            proc.aname[3]""".split("\\s+", -1));

    /** How many facts that the rule does not look at are kept, from attempt to attempt. */
    private static final List<Integer> KEPT = List.of(TELLING.size(), 8, 3, 0);

    private final FalcoAlert alert;
    private final Condition rule;
    private final FieldCatalogue fields;
    private final Set<String> mentioned = new LinkedHashSet<>();

    AlertFacts(FalcoAlert alert, Condition rule, FieldCatalogue fields) {
        this.alert = alert;
        this.rule = rule;
        this.fields = fields;
        mention(rule);
    }

    /**
     * What an event must be that is the alert's: the rule is true on it, and what the alert says of the fields that the rule looks
     * at. With less and less of what else it says.
     */
    List<Condition> goals() {
        List<Condition> needed = needed();
        List<Condition> goals = new ArrayList<>();
        for (int kept : KEPT) {
            List<Condition> parts = new ArrayList<>(needed);
            TELLING.stream()
                    .limit(kept)
                    .filter(field -> !mentioned.contains(field))
                    .forEach(field -> parts.addAll(facts(field)));
            goals.add(all(parts));
        }
        return goals.stream().distinct().toList();
    }

    /** Whether an event of a script is one of the alert: what the rule looks at is as the alert says. */
    boolean holdIn(EventBuilder events) {
        TypedCondition goal = new TypeChecker(fields).check(all(needed()));
        Machine machine = new Machine(events.version());
        EventContext context = new EventContext(new Event(events.version()), machine);
        boolean[] holds = {false};
        events.play(machine, event -> {
            if (machine.apply(event)) {
                context.event(event);
                holds[0] |= goal.test(context);
            }
            machine.finish(event);
        });
        return holds[0];
    }

    private Condition all(List<Condition> parts) {
        return parts.size() == 1 ? parts.get(0) : new Condition.And(parts, rule.span());
    }

    private List<Condition> needed() {
        List<Condition> needed = new ArrayList<>(List.of(rule));
        alert.fields().keySet().stream()
                .sorted()
                .filter(mentioned::contains)
                .filter(field -> !isOfOneRun(field))
                .forEach(field -> needed.addAll(facts(field)));
        Condition place = place();
        if (place != null) {
            needed.add(place);
        }
        return needed;
    }

    /** The fields that the rule looks at and of which the alert says nothing. */
    Set<String> untold() {
        Set<String> untold = new TreeSet<>(mentioned);
        untold.removeIf(field -> alert.fields().containsKey(field) || field.startsWith("evt.dir"));
        return untold;
    }

    /** Values that another run of the same act does not have. */
    private static boolean isOfOneRun(String field) {
        return field.matches(
                "evt\\.(time|num|rawtime|datetime|buffer|args).*|container\\.(id|full_id|start_ts|duration).*"
                        + "|.*\\.(ts|duration|ino|vpid|pid|ppid|apid|sid|vpgid|pgid|tid|uid_)|evt\\.arg\\.(fd|res|data|ino|dev|pid|tid)"
                        + "|fd\\.(num|ino|uid)|proc\\.env|k8s\\.pod\\.(uid|id|sandbox_id|ip).*");
    }

    /** Whether the act is in a container. */
    private @Nullable Condition place() {
        return alert.field("container.id")
                .map(id -> id.equals("host")
                        ? check("container.id", Operator.EQ, id)
                        : (Condition) new Condition.Not(check("container.id", Operator.EQ, "host"), NOWHERE))
                .orElse(null);
    }

    private List<Condition> facts(String field) {
        List<Condition> facts = new ArrayList<>();
        // no process causes the event of a container; rules that look at it also look at its first process
        alert.field(field)
                .filter(value -> !field.equals("evt.type") || !value.equals("container"))
                .ifPresent(value -> {
                    if (FLAGS.matcher(value).matches()) {
                        // of flags those that were asked for: in which layer a file is follows from the file
                        for (String flag : value.split("\\|", -1)) {
                            if (!flag.startsWith("FD_")) {
                                facts.add(check(field, Operator.CONTAINS, flag));
                            }
                        }
                    } else {
                        facts.add(check(field, Operator.EQ, value));
                    }
                });
        facts.removeIf(fact -> !isSound(fact));
        return facts;
    }

    /** Whether this version has the field, and it can be compared so. */
    private boolean isSound(Condition fact) {
        try {
            new TypeChecker(fields).check(fact);
            return true;
        } catch (ConditionException | FieldException e) {
            return false;
        }
    }

    private static Condition.Check check(String field, Operator operator, String value) {
        int bracket = field.endsWith("]") ? field.indexOf('[') : -1;
        Operand.FieldRef left = bracket < 0
                ? new Operand.FieldRef(field, null, NOWHERE)
                : new Operand.FieldRef(
                        field.substring(0, bracket), field.substring(bracket + 1, field.length() - 1), NOWHERE);
        return new Condition.Check(left, operator, null, new Operand.Text(value, true, NOWHERE), NOWHERE);
    }

    private void mention(Condition condition) {
        condition.children().forEach(this::mention);
        if (condition instanceof Condition.Check check) {
            mention(check.left());
            mention(check.right());
        }
    }

    private void mention(Operand operand) {
        if (operand instanceof Operand.FieldRef field) {
            mentioned.add(field.text());
        } else if (operand instanceof Operand.Call call) {
            call.fields().forEach(this::mention);
        }
    }
}
