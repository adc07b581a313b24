// SPDX-License-Identifier: Apache-2.0
package io.kguard.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

/** Which task judges which file. */
class FileTasksTest {
    private static final SparkConf CONFIGURATION =
            new SparkConf(false).set("spark.files.openCostInBytes", "10").set("spark.files.maxPartitionBytes", "100");

    private static GivenFile file(int number, long bytes) {
        return new GivenFile("f" + number, Content.CAPTURE, bytes);
    }

    @Test
    void eachFileIsInOneTaskAndTheLargestComeFirst() {
        List<GivenFile> files = Stream.concat(
                        IntStream.range(0, 50).mapToObj(number -> file(number, number)), Stream.of(file(50, 5000)))
                .toList();

        List<FileTasks> tasks = FileTasks.of(files, CONFIGURATION, 2);

        assertThat(tasks.stream().flatMap(task -> task.files().stream())).containsExactlyInAnyOrderElementsOf(files);
        assertThat(tasks.get(0).files()).containsExactly(file(50, 5000));
        assertThat(tasks.subList(1, tasks.size()))
                .allSatisfy(task -> assertThat(task.files().stream()
                                .mapToLong(one -> one.bytes() + 10)
                                .sum())
                        .isLessThanOrEqualTo(100))
                .hasSizeLessThan(30);
    }

    @Test
    void fewSmallFilesAreForAllCores() {
        List<GivenFile> files =
                IntStream.range(0, 4).mapToObj(number -> file(number, 0)).toList();

        assertThat(FileTasks.of(files, CONFIGURATION, 4)).hasSize(4);
        assertThat(FileTasks.of(files, CONFIGURATION, 1)).hasSize(1);
        assertThat(FileTasks.of(List.of(), CONFIGURATION, 4)).isEmpty();
    }
}
