// SPDX-License-Identifier: Apache-2.0
package io.kguard.spark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Spark in this JVM, on two cores. It starts once, and ends with the JVM. */
final class LocalSpark {
    private static final SparkSession SESSION = SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", false)
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", 2)
            // small tables are read before code for them is compiled
            .config("spark.sql.codegen.wholeStage", false)
            // small captures make several partitions, too
            .config("spark.files.openCostInBytes", 1 << 16)
            .getOrCreate();

    private LocalSpark() {}

    /** What a run printed, and how it ended. */
    record Run(int status, String out, String error) {}

    static SparkSession session() {
        return SESSION;
    }

    static Run run(Object... arguments) {
        List<String> texts = new ArrayList<>();
        for (Object argument : arguments) {
            texts.add(argument.toString());
        }
        Options options = Options.of(texts.toArray(String[]::new));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream error = new ByteArrayOutputStream();
        int status = new SparkReplay(new PrintStream(out, true, UTF_8), new PrintStream(error, true, UTF_8))
                .run(options, SESSION);
        return new Run(status, out.toString(UTF_8), error.toString(UTF_8));
    }

    static Dataset<Row> table(Path reports, String name) {
        return SESSION.read().parquet(reports.resolve(name).toString());
    }
}
