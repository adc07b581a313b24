/** Tests of the assertions. */
@org.jspecify.annotations.NullMarked
package io.kguard.assertion;
