/** Tests of suites. */
@org.jspecify.annotations.NullMarked
package io.kguard.verify;
