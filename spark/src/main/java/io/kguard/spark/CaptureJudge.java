// SPDX-License-Identifier: Apache-2.0
package io.kguard.spark;

import io.kguard.engine.RuleSet;
import io.kguard.event.FalcoVersion;
import io.kguard.output.AlertFormat;
import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.input.PortableDataStream;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * Judges the captures of a partition.
 *
 * @param rules the rules
 * @param against the rules before the change; null if there is only one set
 * @param falco the version of Falco to imitate
 * @param hostname the name of the machine, in Falco's lines
 */
record CaptureJudge(
        Broadcast<SharedRules> rules, @Nullable Broadcast<SharedRules> against, FalcoVersion falco, String hostname)
        implements FlatMapFunction<Iterator<Tuple2<String, PortableDataStream>>, Judged> {
    @Override
    public Iterator<Judged> call(Iterator<Tuple2<String, PortableDataStream>> captures) {
        RuleSet now = rules.value().rules();
        RuleSet before = against == null ? null : against.value().rules();
        JudgedCaptures judged =
                new JudgedCaptures(captures, now, before, new AlertRows(AlertFormat.json(falco, hostname)));
        // a task that is killed leaves nothing open
        TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> judged.close());
        return judged;
    }
}
