<?php
/* A customer's receiver of pushes, after the sample of document 003: the raw body, and "1".
   It prints line by line what is pushed to it; the first push has to come again. */
$said = simplexml_load_string(file_get_contents('php://input'), null, LIBXML_NOCDATA);
$line = '';
foreach ($said->xpath('//*[not(*)]') as $element) {
    $line .= $element->getName() . "\t$element\t";
}
file_put_contents('php://stdout', "$line\n");
echo file_exists(getenv('RECEIVED')) ? '1' : "error\n";
touch(getenv('RECEIVED'));
