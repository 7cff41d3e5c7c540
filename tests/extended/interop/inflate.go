// Prints the SHA-256 of what each file inflates to.
package main

import (
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"io"
	"log"
	"os"
)

func main() {
	for _, name := range os.Args[1:] {
		file, err := os.Open(name)
		if err != nil {
			log.Fatal(err)
		}
		member, err := gzip.NewReader(file)
		if err != nil {
			log.Fatal(err)
		}
		digest := sha256.New()
		if _, err := io.Copy(digest, member); err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%x\n", digest.Sum(nil))
	}
}
