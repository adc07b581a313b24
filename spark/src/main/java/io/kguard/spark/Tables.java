// SPDX-License-Identifier: Apache-2.0
package io.kguard.spark;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.lit;

import io.kguard.internal.batch.CaptureOutcome;
import io.kguard.internal.difference.RuleDifference;
import java.io.IOException;
import java.util.Locale;
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
 * {@code differences} between two sets of rules.
 */
final class Tables {
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

    /**
     * Writes the tables.
     *
     * @param compared whether there are two sets of rules
     */
    void write(JavaRDD<Judged> judged, boolean compared) {
        Dataset<Row> alerts = spark.createDataFrame(
                judged.filter(Judged.OfEvent.class::isInstance).map(one -> row((Judged.OfEvent) one)), ALERT);
        write(alerts, "alerts");
        write(
                alerts.groupBy("rules", "rule", "priority", "message")
                        .agg(
                                count(lit(1)).as("alerts"),
                                countDistinct("capture").as("captures")),
                "counts");
        JavaRDD<Judged.OfCapture> captures =
                judged.filter(Judged.OfCapture.class::isInstance).map(Judged.OfCapture.class::cast);
        write(spark.createDataFrame(captures.map(capture -> row(capture.outcome())), CAPTURE), "captures");
        if (compared) {
            write(
                    spark.createDataFrame(
                            captures.flatMap(capture -> rows(capture).iterator()), DIFFERENCE),
                    "differences");
        }
    }

    private void write(Dataset<Row> table, String name) {
        table.write().parquet(folder + (folder.endsWith("/") ? "" : "/") + name);
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

    private static Stream<Row> rows(Judged.OfCapture capture) {
        return capture.differences().stream()
                .map(alerts -> row(capture.outcome().capture(), alerts));
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
