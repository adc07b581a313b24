// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.condition.syntax.Condition.Operator;
import io.kguard.internal.condition.syntax.ConditionException;
import io.kguard.internal.condition.syntax.ConditionParser;
import io.kguard.internal.condition.syntax.ConditionSyntaxException;
import io.kguard.internal.field.Escapes;
import io.kguard.internal.field.EventContext;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.field.FieldDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Generates conditions that can be evaluated, from the existing fields and values of events. */
final class TypedGenerator {
    private static final int VALUES_PER_FIELD = 12;
    private static final List<String> WITH_ARGUMENT = List.of(
            "proc.aname[1]",
            "proc.apid[1]",
            "evt.arg.name",
            "evt.arg.flags",
            "evt.arg.fd",
            "evt.arg[0]",
            "evt.rawarg.flags",
            "evt.rawarg.res",
            "evt.type.is.openat",
            "proc.env[HOME]",
            "thread.cgroup.cpuset",
            "container.label.app");
    private static final List<String> TRANSFORMERS = List.of("tolower(", "toupper(", "basename(", "len(", "b64(");

    private final TypeChecker checker;
    private final FalcoVersion version;
    private final Map<String, Set<String>> values = new LinkedHashMap<>();
    private final Map<String, TypedCondition> probes = new LinkedHashMap<>();

    TypedGenerator(FalcoVersion version) {
        this.version = version;
        this.checker = new TypeChecker(FieldCatalogue.of(version));
        List<String> names = new ArrayList<>(WITH_ARGUMENT);
        for (FieldDefinition definition : FieldCatalogue.of(version).definitions()) {
            if (definition.implemented()
                    && !definition.argument().required()
                    && !definition.name().startsWith("evt.deltatime")
                    && !definition.name().equals("util.cnt") // these count how often they are read
                    && !definition.name().equals("evt.abspath")) { // this one changes what fd.* shows afterwards
                names.add(definition.name());
            }
        }
        for (String name : names) {
            try {
                probes.put(name, checker.check(ConditionParser.parse(name + " exists", version)));
                values.put(name, new LinkedHashSet<>());
            } catch (ConditionException e) {
                // for outputs only
            }
        }
    }

    /** Collects values of an event. */
    void sample(EventContext context) {
        probes.forEach((name, probe) -> {
            Set<String> known = values.get(name);
            if (known != null && known.size() < VALUES_PER_FIELD) {
                String value = ActualValue.of(((TypedCondition.Leaf) probe).check(), context);
                if (value != null && value.length() < 60) {
                    known.add(value);
                }
            }
        });
    }

    TypedCondition condition(Random random, int depth) {
        while (true) {
            try {
                return checker.check(ConditionParser.parse(text(random, depth), version));
            } catch (ConditionException e) {
                // not a value of the field's type, or not an operator for it: try another
            }
        }
    }

    private String text(Random random, int depth) {
        int kind = depth == 0 ? 9 : random.nextInt(10);
        if (kind < 6) {
            StringBuilder text = new StringBuilder("(");
            String word = kind < 3 ? " and " : " or ";
            for (int i = 1 + random.nextInt(5); i >= 0; i--) {
                text.append(text(random, depth - 1)).append(i == 0 ? ")" : word);
            }
            return text.toString();
        }
        return kind < 8 ? "not " + text(random, depth - 1) : check(random);
    }

    private String check(Random random) {
        while (true) {
            String field = field(random);
            String name = field;
            if (random.nextInt(6) == 0) {
                name = TRANSFORMERS.get(random.nextInt(TRANSFORMERS.size())) + field + ")";
            } else if (version == FalcoVersion.CURRENT && random.nextInt(6) == 0) {
                name = function(random, field, 2);
            }
            Operator operator = Operator.values()[random.nextInt(Operator.values().length)];
            String text = name + " " + operator.symbol();
            if (operator != Operator.EXISTS) {
                text += " " + right(random, field, operator);
            }
            try {
                checker.check(ConditionParser.parse(text, version));
                return text;
            } catch (ConditionException | ConditionSyntaxException e) {
                // does not fit the field: try another
            }
        }
    }

    /** A transformer with several arguments, one of which is a field. */
    private String function(Random random, String field, int depth) {
        String other = depth > 0 && random.nextInt(3) == 0 ? function(random, field(random), depth - 1) : field(random);
        String text = Escapes.quote(value(random, field));
        return switch (random.nextInt(5)) {
            case 0 -> "concat(" + field + ", " + text + ", " + other + ")";
            case 1 -> "join(" + text + ", (" + other + ", " + field + ", 7))";
            case 2 -> "join(\"-\", fd.types)";
            case 3 -> "getopt((" + field + ", \"-na\", " + other + "), \"na:\")";
            default -> "getopt((\"-n\", " + text + ", " + field + ", \"-b\"), \"n:b\")[n]";
        };
    }

    private String right(Random random, String field, Operator operator) {
        if (random.nextInt(8) == 0) {
            return "val(" + field(random) + ")";
        }
        if (operator.isOrder()) {
            return Integer.toString(random.nextInt(2000) - 5);
        }
        if (operator.takesList()) {
            List<String> items = new ArrayList<>();
            for (int i = random.nextInt(6); i >= 0; i--) {
                items.add(Escapes.quote(value(random, field)));
            }
            return "(" + String.join(", ", items) + ")";
        }
        String value = value(random, field);
        int cut = value.isEmpty() ? 0 : random.nextInt(value.length());
        if (operator == Operator.GLOB || operator == Operator.IGLOB) {
            value = value.substring(0, cut) + "*";
        } else if (operator == Operator.ENDSWITH || operator == Operator.CONTAINS) {
            value = value.substring(cut);
        } else if (operator == Operator.STARTSWITH) {
            value = value.substring(0, cut);
        }
        return Escapes.quote(value);
    }

    private String field(Random random) {
        // some fields often, so that there is something to share and to merge
        if (random.nextInt(3) == 0) {
            return List.of("proc.name", "fd.name", "evt.type", "proc.aname", "evt.dir")
                    .get(random.nextInt(5));
        }
        List<String> names = new ArrayList<>(values.keySet());
        return names.get(random.nextInt(names.size()));
    }

    private String value(Random random, String field) {
        List<String> known = new ArrayList<>(values.getOrDefault(field, Set.of()));
        return known.isEmpty() || random.nextInt(12) == 0
                ? List.of("", "0", "true", "x", "10.0.0.0/8", "openat").get(random.nextInt(6))
                : known.get(random.nextInt(known.size()));
    }
}
