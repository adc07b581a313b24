// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import io.kguard.event.FalcoVersion;
import io.kguard.rule.Priority;
import io.kguard.rule.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apiguardian.api.API;

/**
 * How rules are evaluated.
 *
 * @param version the version of Falco to imitate
 * @param matching how many rules an event can match
 * @param minimum rules less severe than this are left out
 * @param selections enable and disable rules, in order
 * @param outputs the output of each rule's alerts
 * @param explained whether the engine keeps, for each rule that stays silent, the events that came closest; costs time
 */
@API(status = API.Status.EXPERIMENTAL)
public record EngineOptions(
        FalcoVersion version,
        Matching matching,
        Priority minimum,
        @API(status = API.Status.INTERNAL) List<Selection> selections,
        @API(status = API.Status.INTERNAL) Function<Rule, RuleOutput> outputs,
        @API(status = API.Status.INTERNAL) boolean explained) {
    public EngineOptions {
        selections = List.copyOf(selections);
    }

    /** Falco's defaults: the first match, every priority, and the rules that their files enable. */
    public static EngineOptions of(FalcoVersion version) {
        return new EngineOptions(version, Matching.FIRST, Priority.DEBUG, List.of(), RuleOutput::of, false);
    }

    /** These options with another matching. */
    public EngineOptions withMatching(Matching other) {
        return new EngineOptions(version, other, minimum, selections, outputs, explained);
    }

    /** These options with another threshold. */
    public EngineOptions withMinimum(Priority other) {
        return new EngineOptions(version, matching, other, selections, outputs, explained);
    }

    /** These options with one more selection. */
    @API(status = API.Status.INTERNAL)
    public EngineOptions with(Selection selection) {
        List<Selection> more = new ArrayList<>(selections);
        more.add(selection);
        return new EngineOptions(version, matching, minimum, more, outputs, explained);
    }

    /** These options with other outputs. */
    @API(status = API.Status.INTERNAL)
    public EngineOptions withOutputs(Function<Rule, RuleOutput> other) {
        return new EngineOptions(version, matching, minimum, selections, other, explained);
    }

    /** These options with or without the closest events of silent rules. */
    @API(status = API.Status.INTERNAL)
    public EngineOptions withExplanations(boolean keep) {
        return new EngineOptions(version, matching, minimum, selections, outputs, keep);
    }

    /**
     * The rules that these options enable and that are severe enough. As in Falco, a rule that only a selection enables
     * goes to the end, because Falco adds it after the others.
     */
    List<Rule> selected(List<Rule> rules) {
        List<Rule> active = new ArrayList<>(rules.stream().filter(Rule::enabled).toList());
        for (Selection selection : selections) {
            for (Rule rule : rules) {
                if (selection.selects(rule, version)) {
                    if (!selection.enable()) {
                        active.remove(rule);
                    } else if (!active.contains(rule)) {
                        active.add(rule);
                    }
                }
            }
        }
        active.removeIf(r -> !r.priority().isAtLeast(minimum));
        return active;
    }
}
