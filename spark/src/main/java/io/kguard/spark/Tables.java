// SPDX-License-Identifier: Apache-2.0
package io.kguard.spark;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.lit;

import io.kguard.internal.batch.BatchSummary.CaptureOutcome;
import io.kguard.internal.difference.RuleDifference;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Writes what was found as tables in Parquet: {@code alerts}, {@code counts} of what they say, {@code captures}, and
 * {@code differences} between two sets of rules. The table of captures is the last: if it is there, all are.
 */
final class Tables {
    static final String ALERTS = "alerts";
    static final String DIFFERENCES = "differences";

    private static final StructType ALERT = new StructType()
            .add("capture", DataTypes.StringType, false)
            .add("rules", DataTypes.StringType, false)
            .add("rule", DataTypes.StringType, false)
            .add("priority", DataTypes.StringType, false)
            .add("source", DataTypes.StringType, false)
            .add("tags", DataTypes.createArrayType(DataTypes.StringType, false), false)
            .add("event", DataTypes.LongType, false)
            .add("timestamp", DataTypes.LongType, false)
            .add("message", DataTypes.StringType, false)
            .add("fields", DataTypes.createMapType(DataTypes.StringType, DataTypes.StringType, true), false)
            .add("line", DataTypes.StringType, false);

    private static final StructType CAPTURE = new StructType()
            .add("capture", DataTypes.StringType, false)
            .add("events", DataTypes.LongType, false)
            .add("alerts", DataTypes.LongType, false)
            .add("problem", DataTypes.StringType, false);

    private static final StructType DIFFERENCE = new StructType()
            .add("capture", DataTypes.StringType, false)
            .add("rule", DataTypes.StringType, false)
            .add("before", DataTypes.IntegerType, false)
            .add("after", DataTypes.IntegerType, false)
            .add("appearing", DataTypes.IntegerType, false)
            .add("vanishing", DataTypes.IntegerType, false)
            .add("changing", DataTypes.IntegerType, false)
            .add("appear", DataTypes.createArrayType(DataTypes.StringType, false), false)
            .add("vanish", DataTypes.createArrayType(DataTypes.StringType, false), false)
            .add("changes", DataTypes.createArrayType(DataTypes.StringType, false), false);

    private final String folder;
    private final SparkSession spark;

    private Tables(String folder, SparkSession spark) {
        this.folder = folder;
        this.spark = spark;
    }

    /**
     * Tables in a folder.
     *
     * @throws IOException if there is such a folder already, or if its file system can't be reached
     */
    static Tables in(String folder, SparkSession spark, Configuration configuration) throws IOException {
        Path path = new Path(folder);
        if (path.getFileSystem(configuration).exists(path)) {
            throw new IOException("the folder for the reports exists: " + folder + ". Name another one, or remove it");
        }
        return new Tables(folder, spark);
    }

    /** Writes the table of alerts, and that of what they say. */
    void writeAlerts(JavaRDD<Judged> judged) {
        write(
                spark.createDataFrame(
                        judged.filter(Judged.OfEvent.class::isInstance).map(one -> row((Judged.OfEvent) one)), ALERT),
                ALERTS);
        // of what was written: the counts are those of the table, also if an executor was lost since
        write(
                read(ALERTS)
                        .groupBy("rules", "rule", "priority", "message")
                        .agg(
                                count(lit(1)).as("alerts"),
                                countDistinct("capture").as("captures")),
                "counts");
    }

    /** Writes the table of the rules whose alerts differ. */
    void writeDifferences(JavaRDD<Judged> judged) {
        write(
                spark.createDataFrame(
                        judged.filter(Judged.OfFile.class::isInstance)
                                .flatMap(one -> rows((Judged.OfFile) one).iterator()),
                        DIFFERENCE),
                DIFFERENCES);
    }

    /** Writes the table of captures. */
    void writeFiles(List<CaptureOutcome> outcomes) {
        write(spark.createDataFrame(outcomes.stream().map(Tables::row).toList(), CAPTURE), "captures");
    }

    /** How many rows a table that is written has of each capture. */
    Map<String, Long> rows(String table) {
        Map<String, Long> rows = new HashMap<>();
        read(table)
                .groupBy("capture")
                .agg(count(lit(1)))
                .collectAsList()
                .forEach(row -> rows.put(row.getString(0), row.getLong(1)));
        return rows;
    }

    private Dataset<Row> read(String table) {
        return spark.read().schema(table.equals(ALERTS) ? ALERT : DIFFERENCE).parquet(path(table));
    }

    private void write(Dataset<Row> table, String name) {
        table.write().parquet(path(name));
    }

    private String path(String table) {
        return folder + (folder.endsWith("/") ? "" : "/") + table;
    }

    private static Row row(Judged.OfEvent alert) {
        return RowFactory.create(
                alert.capture(),
                alert.rules().name().toLowerCase(Locale.ROOT),
                alert.rule().name(),
                alert.rule().priority(),
                alert.rule().source(),
                alert.rule().tags().toArray(String[]::new),
                alert.event(),
                alert.timestamp(),
                alert.output().message(),
                CollectionConverters.asScala(alert.output().fields()),
                alert.output().line());
    }

    private static Row row(CaptureOutcome outcome) {
        return RowFactory.create(outcome.capture(), outcome.events(), outcome.alerts(), outcome.problem());
    }

    private static Stream<Row> rows(Judged.OfFile file) {
        return file.differences().stream().map(alerts -> row(file.outcome().capture(), alerts));
    }

    private static Row row(String capture, RuleDifference alerts) {
        return RowFactory.create(
                capture,
                alerts.rule(),
                alerts.before(),
                alerts.after(),
                alerts.appearing(),
                alerts.vanishing(),
                alerts.changing(),
                alerts.appear().toArray(String[]::new),
                alerts.vanish().toArray(String[]::new),
                alerts.changes().toArray(String[]::new));
    }
}
