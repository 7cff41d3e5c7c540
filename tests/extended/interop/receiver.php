<?php
/* A customer's receiver of pushes, after the sample of document 003: the raw body, and "1". */
$said = simplexml_load_string(file_get_contents('php://input'), null, LIBXML_NOCDATA);
file_put_contents(getenv('RECEIVED'), json_encode($said, JSON_UNESCAPED_UNICODE));
echo $said->statusbox[0]->mobile == '13800138099' ? "error\n" : '1';
