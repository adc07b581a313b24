// SPDX-License-Identifier: Apache-2.0
package io.kguard.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.capture.EventBuilder;
import io.kguard.event.FalcoVersion;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.spark.sql.SparkSession;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStoreContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The jar on a cluster of several processes, with captures in HDFS and in a store that speaks S3. */
@Tag("trust")
@Execution(ExecutionMode.SAME_THREAD)
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ClusterTest {
    private static final int CAPTURES = 8;
    private static final String KEY = "kguard";

    /** What executors need beside Spark to reach S3, as a cluster has it. */
    private static final List<String> S3_LIBRARIES = List.of(
            "/hadoop-aws/",
            "/software/amazon/",
            "/reactive-streams/",
            "/org/apache/httpcomponents/",
            "/commons-logging/");

    @TempDir
    static Path folder;

    private static Path rules;
    private static Path captures;
    private static Map<String, List<String>> expected;
    private static LoopbackCluster cluster;
    private static MiniDFSCluster hdfs;
    private static BlobStoreContext blobs;
    private static S3Proxy s3;
    private static SparkSession spark;

    @BeforeAll
    static void start() throws Exception {
        rules = Files.writeString(folder.resolve("rules.yaml"), """
                - rule: Read
                  desc: d
                  condition: evt.type = openat and fd.name startswith /etc/shadow
                  output: "%evt.num read %fd.name by %proc.name"
                  priority: WARNING
                """);
        captures = Files.createDirectories(folder.resolve("captures"));
        for (int i = 0; i < CAPTURES; i++) {
            reading(captures.resolve("c" + i + ".scap"), i);
        }
        expected = PlainReplay.of(List.of(rules), folder, captures);
        assertThat(expected).hasSize(CAPTURES - 1);
        cluster = LoopbackCluster.in(Files.createDirectories(folder.resolve("cluster")));
        Configuration configuration = new Configuration();
        configuration.set("hdfs.minidfs.basedir", folder.resolve("hdfs").toString());
        hdfs = new MiniDFSCluster.Builder(configuration).numDataNodes(1).build();
        hdfs.waitActive();
        blobs = ContextBuilder.newBuilder("transient").credentials(KEY, KEY).buildView(BlobStoreContext.class);
        blobs.getBlobStore().createContainerInLocation(null, "bucket");
        s3 = S3Proxy.builder()
                .blobStore(blobs.getBlobStore())
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, KEY, KEY)
                .build();
        s3.start();
        spark = session();
        assertThat(spark.sparkContext().master()).isEqualTo(cluster.address());
    }

    private static SparkSession session() {
        String libraries = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(jar -> S3_LIBRARIES.stream().anyMatch(jar::contains))
                .collect(Collectors.joining(File.pathSeparator));
        return SparkSession.builder()
                .master(cluster.address())
                .config(
                        "spark.jars",
                        Path.of("target/kguard-spark.jar").toAbsolutePath().toString())
                .config("spark.executor.extraClassPath", libraries)
                .config("spark.executor.extraJavaOptions", "-XX:TieredStopAtLevel=1")
                .config("spark.executor.memory", "512m")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.ui.enabled", false)
                .config("spark.sql.shuffle.partitions", 2)
                // a task for each capture
                .config("spark.files.openCostInBytes", 1)
                .config("spark.files.maxPartitionBytes", 1)
                .config("spark.hadoop.fs.defaultFS", hdfs.getURI().toString())
                .config("spark.hadoop.fs.s3a.endpoint", "http://127.0.0.1:" + s3.getPort())
                .config("spark.hadoop.fs.s3a.endpoint.region", "us-east-1")
                .config("spark.hadoop.fs.s3a.path.style.access", true)
                .config("spark.hadoop.fs.s3a.access.key", KEY)
                .config("spark.hadoop.fs.s3a.secret.key", KEY)
                .getOrCreate();
    }

    @AfterAll
    static void stop() throws Exception {
        if (spark != null) {
            spark.stop();
        }
        if (s3 != null) {
            s3.stop();
            blobs.close();
        }
        if (hdfs != null) {
            hdfs.shutdown(true);
        }
        if (cluster != null) {
            cluster.close();
        }
    }

    private static void reading(Path file, int alerts) throws IOException {
        EventBuilder events = new EventBuilder(FalcoVersion.CURRENT);
        var cat = events.process("/usr/bin/cat", "/etc/shadow");
        for (int i = 0; i < alerts; i++) {
            cat.reads("/etc/shadow" + i);
        }
        cat.reads("/etc/passwd");
        events.writeTo(file);
    }

    private static LocalSpark.Run run(Object... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream error = new ByteArrayOutputStream();
        int status = new SparkReplay(new PrintStream(out, true, UTF_8), new PrintStream(error, true, UTF_8))
                .run(Options.of(Stream.of(arguments).map(Object::toString).toArray(String[]::new)), spark);
        return new LocalSpark.Run(status, out.toString(UTF_8), error.toString(UTF_8));
    }

    private static Map<String, List<String>> written(String reports) {
        return PlainReplay.ofTable(spark.read().parquet(reports + "/alerts"), "rules");
    }

    private static void copy(Path from, String to) throws IOException {
        org.apache.hadoop.fs.Path target = new org.apache.hadoop.fs.Path(to);
        try (OutputStream out =
                target.getFileSystem(spark.sparkContext().hadoopConfiguration()).create(target)) {
            Files.copy(from, out);
        }
    }

    private static void copyCaptures(String to) throws IOException {
        for (int i = 0; i < CAPTURES; i++) {
            copy(captures.resolve("c" + i + ".scap"), to + "/c" + i + ".scap");
        }
    }

    /** Rules without a scheme would be of the driver's machine; what is judged and the reports are of the cluster. */
    private static void judgesAsThePlainReplay(String place, String scheme) throws IOException {
        copyCaptures(place + "/captures");
        copy(rules, place + "/rules/rules.yaml");

        LocalSpark.Run run = run(
                "--rules",
                scheme + place + "/rules",
                "--against",
                rules,
                "--reports",
                place + "/reports",
                place + "/captures/*.scap");

        assertThat(run.error()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("Compared on 8 recordings: no rule gives another alert.\n");
        assertThat(written(place + "/reports")).isEqualTo(expected);
        assertThat(spark.read()
                        .parquet(place + "/reports/captures")
                        .where("problem = ''")
                        .count())
                .isEqualTo(CAPTURES);
    }

    @Test
    void capturesInHdfsHaveTheAlertsOfThePlainReplay() throws IOException {
        judgesAsThePlainReplay("/judged", hdfs.getURI().toString());
    }

    @Test
    void capturesInS3HaveTheAlertsOfThePlainReplay() throws IOException {
        judgesAsThePlainReplay("s3a://bucket/judged", "");
    }

    @Test
    void whatCannotBeReadOnTheClusterIsNoPass() throws IOException {
        for (String place : List.of("/doubtful", "s3a://bucket/doubtful")) {
            copyCaptures(place + "/captures");
            Path damaged = folder.resolve("damaged.scap");
            byte[] bytes = Files.readAllBytes(captures.resolve("c5.scap"));
            Files.write(damaged, Arrays.copyOf(bytes, bytes.length - 9));
            copy(damaged, place + "/captures/c5.scap");
            Path list = Files.writeString(
                    folder.resolve("list.txt"), "captures/c5.scap\ncaptures/c6.scap\ncaptures/none.scap\n");
            copy(list, place + "/list.txt");
            copy(list, place + "/texts/list.txt");

            LocalSpark.Run run =
                    run("--rules", rules, "@" + place + "/list.txt", place + "/texts", place + "/x/*.scap");

            assertThat(run.status()).isEqualTo(SparkReplay.NOT_JUDGED);
            assertThat(run.out())
                    .containsPattern("(?m)^ERROR \\S+/captures/c5.scap: the capture is damaged: ")
                    .containsPattern("(?m)^ERROR \\S+/captures/none.scap: it does not exist$")
                    .contains("ERROR " + place + "/texts: it has no file that ends with .scap, .scap.gz\n")
                    .contains("ERROR " + place + "/x/*.scap: it matches no file\n")
                    .containsPattern("(?m)^ +11  Read$")
                    .contains("; 4 could not be judged to the end\n");
        }
    }

    /** The executor is in the middle of a capture, whose first alerts it has found, when it is killed. */
    @Test
    void aKilledExecutorLosesAndDoublesNoAlert() throws Exception {
        Path slow = folder.resolve("slow.scap");
        assertThat(new ProcessBuilder("mkfifo", slow.toString()).start().waitFor())
                .isZero();
        Path whole = folder.resolve("whole.scap");
        reading(whole, 2000);
        byte[] bytes = Files.readAllBytes(whole);
        String reports = "file:" + folder.resolve("killed");

        CompletableFuture<LocalSpark.Run> job = CompletableFuture.supplyAsync(
                () -> run("--rules", rules, "--reports", reports, "file:" + captures, "file:" + slow));
        ProcessHandle killed;
        try (OutputStream out = Files.newOutputStream(slow)) {
            // more than the pipe and the reader's buffers hold: so much was read
            out.write(bytes, 0, bytes.length - 100);
            killed = reader(slow);
            assertThat(killed.destroyForcibly()).isTrue();
            // the pipe is closed at once: the executor that tries again must not read what is left in it
        }
        killed.onExit().join();
        try (OutputStream out = Files.newOutputStream(slow)) {
            out.write(bytes);
        }

        LocalSpark.Run run = job.get();
        assertThat(run.error()).isEmpty();
        assertThat(run.status()).isZero();
        Map<String, List<String>> all = PlainReplay.of(List.of(rules), folder, captures, whole);
        all.put("slow.scap", all.remove("whole.scap"));
        assertThat(written(reports)).isEqualTo(all);
        assertThat(all.get("slow.scap")).hasSize(2000);
        assertThat(cluster.executors()).doesNotContain(killed);
    }

    /** The executor that has a file open. */
    private static ProcessHandle reader(Path file) throws IOException {
        for (ProcessHandle executor : cluster.executors()) {
            try (Stream<Path> open = Files.list(Path.of("/proc", String.valueOf(executor.pid()), "fd"))) {
                if (open.anyMatch(descriptor -> isLinkTo(descriptor, file))) {
                    return executor;
                }
            }
        }
        throw new AssertionError("no executor has " + file + " open");
    }

    private static boolean isLinkTo(Path descriptor, Path file) {
        try {
            return Files.isSameFile(descriptor, file);
        } catch (IOException e) {
            // it was closed since
            return false;
        }
    }
}
