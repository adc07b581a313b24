// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import io.kguard.event.EventCodes;
import io.kguard.event.EventSource;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.condition.EventTypeSearch;
import io.kguard.internal.condition.TypedCondition;
import io.kguard.internal.field.EventContext;
import io.kguard.internal.field.Field;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.field.FieldDefinition.FieldFlag;
import io.kguard.internal.field.FieldEvents;
import io.kguard.internal.field.OutputTemplate;
import io.kguard.rule.CheckedRule;
import io.kguard.rule.Rule;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A rule that can be evaluated and can report.
 *
 * @param codes the codes of the events it is evaluated on
 * @param reads what it reads that can be missing although no event is
 */
record CompiledRule(
        Rule rule,
        TypedCondition condition,
        BitSet codes,
        OutputTemplate output,
        Map<String, OutputTemplate> extraFields,
        List<OutputTemplate> rawFields,
        Reads reads) {
    /**
     * What a rule reads that can be missing although no event is.
     *
     * @param fieldsOfCluster the fields of its condition that only a collector of the cluster's objects fills
     * @param data whether its condition or its alerts depend on the bytes that processes read or write
     */
    record Reads(List<String> fieldsOfCluster, boolean data) {}

    /**
     * Compiles a rule with its own output or with one that a configuration extends.
     *
     * @param eventTypes finds the event types of source {@code syscall} for which a condition can be true
     * @throws io.kguard.internal.field.FieldException if a template of a configuration can't be formatted
     */
    static CompiledRule of(Rule rule, RuleOutput output, EventTypeSearch eventTypes, FieldCatalogue catalogue) {
        Map<String, OutputTemplate> extra = new LinkedHashMap<>();
        output.extraFields().forEach((name, template) -> extra.put(name, OutputTemplate.compile(template, catalogue)));
        List<OutputTemplate> raw = output.rawFields().stream()
                .map(f -> OutputTemplate.compile("%" + f, catalogue))
                .toList();
        CheckedRule checked = CheckedRule.of(rule);
        OutputTemplate own = output.template().equals(rule.output())
                ? checked.outputTemplate()
                : OutputTemplate.compile(completed(output.template(), catalogue.version()), catalogue);
        List<Field> read = checked.typedCondition().fields().toList();
        BitSet codes = codes(rule, eventTypes);
        Stream<OutputTemplate> templates =
                Stream.concat(Stream.of(own), Stream.concat(extra.values().stream(), raw.stream()));
        return new CompiledRule(
                rule,
                checked.typedCondition(),
                codes,
                own,
                extra,
                raw,
                new Reads(
                        read.stream()
                                .filter(field -> field.definition().has(FieldFlag.OF_K8SMETA))
                                .map(Field::name)
                                .distinct()
                                .toList(),
                        read.stream().anyMatch(FieldEvents::readsData) || reportsData(templates)));
    }

    private static boolean reportsData(Stream<OutputTemplate> templates) {
        return templates.flatMap(template -> template.fields().stream()).anyMatch(FieldEvents::readsData);
    }

    /** This rule, whose alerts have further fields. */
    CompiledRule reporting(List<OutputTemplate> further) {
        List<OutputTemplate> all = new ArrayList<>(rawFields);
        all.addAll(further);
        return new CompiledRule(
                rule,
                condition,
                codes,
                output,
                extraFields,
                all,
                new Reads(reads.fieldsOfCluster(), reads.data() || reportsData(further.stream())));
    }

    private static BitSet codes(Rule rule, EventTypeSearch eventTypes) {
        BitSet codes = new BitSet();
        if (!rule.source().equals(EventSource.SYSCALL.label())) {
            codes.set(EventCodes.PLUGINEVENT_E);
            return codes;
        }
        codes.or(eventTypes.in(rule.condition()));
        codes.clear(EventCodes.PLUGINEVENT_E);
        codes.set(EventCodes.ASYNCEVENT_E); // Falco adds them to every rule
        return codes;
    }

    private static String completed(String template, FalcoVersion version) {
        return template.replace(OutputTemplate.CONTAINER_INFO, OutputTemplate.containerInfo(version));
    }

    Alert alert(EventContext context) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        output.putValues(context, fields);
        rawFields.forEach(f -> f.putValues(context, fields));
        extraFields.forEach((name, template) -> fields.put(name, template.format(context)));
        return new Alert(rule, context.event().number(), context.event().timestamp(), output.format(context), fields);
    }
}
