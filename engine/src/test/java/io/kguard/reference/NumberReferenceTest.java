// SPDX-License-Identifier: Apache-2.0
package io.kguard.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Shared;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Numbers that do not fit, and other texts at the edge of the language, mean what they mean to Falco's library. */
@RequiresShared
@RequiresReference
class NumberReferenceTest {
    private static final Path CAPTURE = Shared.path("conformance/captures/links_sensitive.scap");

    /** One field of each size, signed and unsigned. */
    private static final List<String> FIELDS = List.of(
            "proc.pid",
            "evt.num",
            "fd.num",
            "user.uid",
            "evt.rawres",
            "evt.cpu",
            "evt.rawarg.flags",
            "evt.rawarg.fd",
            "evt.rawarg.mode",
            "proc.ppid.duration",
            "fd.sport",
            "len(proc.name)");

    private static final List<String> NUMBERS = List.of(
            "0",
            "-1",
            "+3",
            "2147483647",
            "2147483648",
            "4294967295",
            "4294967296",
            "4294967299",
            "-2147483649",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "-9223372036854775809",
            "18446744073709551615",
            "18446744073709551616",
            "-18446744073709551615",
            "-18446744073709551616",
            "99999999999999999999999999999999",
            "-99999999999999999999999999999999",
            "0000000000000000000000000000000003");

    private static final List<String> OTHERS = List.of(
            "evt.num = ' 3'",
            "evt.num = '3 '",
            "evt.num = ''",
            "evt.num = '- 3'",
            "proc.aname[2147483648] exists",
            "proc.aname[4294967297] exists",
            "proc.aname[4294967297] = bash",
            "proc.aname[-2] exists",
            "proc.aname[4294967295] = bash",
            "proc.apid[99999999999999999999] exists",
            "proc.aname[+1] exists",
            "evt.arg[4294967296] exists",
            "evt.arg[+0] exists",
            "evt.outputtime exists",
            "evt.outputtime contains 1",
            "evt.outputtime = val(evt.outputtime)",
            "fd.net = '10.0.0.0/264'",
            "fd.net = '10.0.0.0/-1'",
            "fd.net = '10.0.0.0/4294967304'",
            "fd.cnet = '::/129'",
            "fd.cnet = '::/257'");

    private static final List<String> FORMATS = List.of(
            "*a %evt.num",
            "**a %evt.num",
            "* %evt.num",
            "*",
            "**",
            "*%evt.num*",
            "*%proc.aname[2147483648]",
            "*%proc.aname[4294967297]",
            "*%evt.arg[4294967296]");

    @Test
    void theyMeanWhatTheyMeanToFalcosLibrary() throws Exception {
        List<String> filters = new ArrayList<>(OTHERS);
        for (String field : FIELDS) {
            for (String number : NUMBERS) {
                boolean outOfRange = field.equals("fd.sport") && number.length() > 9;
                if (!outOfRange) { // the library throws what ends Falco
                    filters.add(field + " < " + number);
                    filters.add(field + " >= " + number);
                    filters.add(field + " = " + number);
                    filters.add(field + " in (" + number + ", 7)");
                }
            }
        }
        Evaluated expected = Reference.run(CAPTURE, filters, FORMATS);
        Evaluated actual = Kguard.run(CAPTURE, filters, FORMATS);

        assertThat(actual.differences(expected, filters, FORMATS)).isEmpty();
        assertThat(expected.rows()).isNotEmpty();
    }
}
