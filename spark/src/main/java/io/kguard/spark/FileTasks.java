// SPDX-License-Identifier: Apache-2.0
package io.kguard.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.SparkConf;

/**
 * Which files a task judges.
 *
 * @param files the files, the largest first
 */
record FileTasks(List<GivenFile> files) implements Serializable {
    /** Copies the list. */
    FileTasks {
        files = List.copyOf(files);
    }

    /**
     * Shares files out. A task has so many bytes that each core has work, and no more than Spark's settings allow. The largest files
     * come first, so that none is left when all others are done.
     *
     * @param configuration says how many bytes a task may have, and how many it costs to open a file
     * @param cores how many tasks run at the same time
     */
    static List<FileTasks> of(Collection<GivenFile> files, SparkConf configuration, int cores) {
        long open = configuration.getSizeAsBytes("spark.files.openCostInBytes", "4m");
        long most = configuration.getSizeAsBytes("spark.files.maxPartitionBytes", "128m");
        long all = files.stream().mapToLong(file -> file.bytes() + open).sum();
        long target = Math.min(most, Math.max(open, all / cores));
        List<FileTasks> tasks = new ArrayList<>();
        List<GivenFile> task = new ArrayList<>();
        long bytes = 0;
        for (GivenFile file : files.stream()
                .sorted(Comparator.comparingLong(GivenFile::bytes).reversed().thenComparing(GivenFile::name))
                .toList()) {
            if (!task.isEmpty() && bytes + file.bytes() + open > target) {
                tasks.add(new FileTasks(task));
                task.clear();
                bytes = 0;
            }
            task.add(file);
            bytes += file.bytes() + open;
        }
        if (!task.isEmpty()) {
            tasks.add(new FileTasks(task));
        }
        return tasks;
    }
}
