// SPDX-License-Identifier: Apache-2.0
package io.kguard.spark;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Judges the files of a partition.
 *
 * @param work the rules, and how alerts become lines
 * @param configuration how file systems are reached
 */
record FileJudge(Broadcast<SharedWork> work, Broadcast<SerializableConfiguration> configuration)
        implements FlatMapFunction<Iterator<FileTasks>, Judged> {
    @Override
    public Iterator<Judged> call(Iterator<FileTasks> tasks) {
        List<GivenFile> files = new ArrayList<>();
        tasks.forEachRemaining(task -> files.addAll(task.files()));
        JudgedFiles judged = new JudgedFiles(
                files.iterator(), work.value(), configuration.value().value());
        // a task that is killed leaves nothing open
        TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> judged.close());
        return judged;
    }
}
