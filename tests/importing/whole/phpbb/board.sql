-- MySQL dump 10.13; written by hand, as `mysqldump` writes it
/*!40101 SET NAMES utf8 */;
DROP TABLE IF EXISTS `bb_acl_groups`;
CREATE TABLE `bb_acl_groups` (
  `group_id` mediumint(8) unsigned NOT NULL DEFAULT '0',
  `forum_id` mediumint(8) unsigned NOT NULL DEFAULT '0',
  `auth_option_id` mediumint(8) unsigned NOT NULL DEFAULT '0',
  `auth_role_id` mediumint(8) unsigned NOT NULL DEFAULT '0',
  `auth_setting` tinyint(2) NOT NULL DEFAULT '0',
  KEY `group_id` (`group_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8 COLLATE=utf8_bin;
LOCK TABLES `bb_acl_groups` WRITE;
INSERT INTO `bb_acl_groups` VALUES (1,1,0,17,0),(1,2,7,0,0),(5,2,7,0,1),(1,3,7,0,1);
UNLOCK TABLES;
CREATE TABLE `bb_acl_options` (`auth_option_id` int, `auth_option` varchar(50), PRIMARY KEY (`auth_option_id`));
INSERT INTO `bb_acl_options` VALUES (7,'f_read'),(8,'f_post');
CREATE TABLE `bb_acl_roles_data` (`role_id` int, `auth_option_id` int, `auth_setting` tinyint);
INSERT INTO `bb_acl_roles_data` VALUES (17,7,1),(17,8,1);
CREATE TABLE `bb_attachments` (`attach_id` int, `post_msg_id` int, `topic_id` int, `in_message` tinyint, `physical_filename` varchar(255), `real_filename` varchar(255), `attach_comment` text);
INSERT INTO `bb_attachments` VALUES (4,12,10,0,'2_ab','loaf.jpg','my loaf'),(5,12,10,0,'2_cd','rye &amp; salt.txt',''),(6,12,10,1,'2_ef','of a private message.txt','');
CREATE TABLE `bb_config` (`config_name` varchar(255), `config_value` varchar(255));
INSERT INTO `bb_config` VALUES ('server_name','board.example'),('script_path','/forum'),('server_protocol','https://');
CREATE TABLE `bb_forums` (`forum_id` int, `forum_name` varchar(255), `forum_password` varchar(255));
INSERT INTO `bb_forums` VALUES (1,'Bread &amp; rolls',''),(2,'Moderators',''),(3,'Locked up','$2y$1');
CREATE TABLE `bb_groups` (`group_id` int, `group_name` varchar(255));
INSERT INTO `bb_groups` VALUES (1,'GUESTS'),(5,'ADMINISTRATORS');
CREATE TABLE `bb_poll_options` (`poll_option_id` int, `topic_id` int, `poll_option_text` text);
INSERT INTO `bb_poll_options` VALUES (1,10,'<t>Rye</t>'),(2,10,'<t>Wheat</t>');
CREATE TABLE `bb_posts` (
  `post_id` int(10) unsigned NOT NULL AUTO_INCREMENT,
  `topic_id` int(10) unsigned NOT NULL DEFAULT '0',
  `poster_id` int(10) unsigned NOT NULL DEFAULT '0',
  `poster_ip` varchar(40) NOT NULL DEFAULT '',
  `post_time` int(11) unsigned NOT NULL DEFAULT '0',
  `post_username` varchar(255) NOT NULL DEFAULT '',
  `post_subject` varchar(255) NOT NULL DEFAULT '',
  `post_text` mediumtext NOT NULL,
  `bbcode_uid` varchar(8) NOT NULL DEFAULT '',
  `post_edit_time` int(11) unsigned NOT NULL DEFAULT '0',
  `post_visibility` tinyint(3) NOT NULL DEFAULT '0',
  PRIMARY KEY (`post_id`),
  KEY `tid_post_time` (`topic_id`,`post_time`)
) ENGINE=InnoDB;
INSERT INTO `bb_posts` VALUES (11,10,2,'127.0.0.1',1500000000,'','Which flour?','<r>It\'s <B><s>[b]</s>rye<e>[/b]</e></B> or not; see <URL url=\"https://a.example/\"><s>[url=https://a.example/]</s>this<e>[/url]</e></URL>.<br/>\n<br/>\nWhat do you say?</r>','x1',0,1),(12,10,3,'::1',1500000060,'','Re: Which flour?','<r><QUOTE author=\"Ana\" post_id=\"11\"><s>[quote=Ana post_id=11]</s>It\'s rye<e>[/quote]</e></QUOTE>\nYes. <ATTACHMENT filename=\"loaf.jpg\" index=\"1\"><s>[attachment=1]</s>loaf.jpg<e>[/attachment]</e></ATTACHMENT></r>','x2',1500000090,1),(13,10,1,'::1',1500000120,'Passer-by','Another thing','[quote=&quot;Ben &amp; Co&quot;:1a2b3c]Yes.[/quote:1a2b3c]\nA [b:1a2b3c]guest[/b:1a2b3c] with [b]brackets[/b] <!-- s:) --><img src=\"{SMILIES_PATH}/icon_e_smile.gif\" alt=\":)\" title=\"Smile\" /><!-- s:) -->','1a2b3c',0,1);
INSERT INTO `bb_posts` VALUES (14,10,3,'::1',1500000180,'','Re: Which flour?','<r><QUOTE author=\"Passer-by\"><s>[quote=Passer-by]</s>with [b]brackets[/b] :)<e>[/quote]</e></QUOTE>Indeed.</r>','x4',0,1),(15,10,3,'::1',1500000240,'','','<t>Not yet seen</t>','',0,0),(16,10,3,'::1',1500000300,'','','<t>Taken back</t>','',0,2),(21,20,2,'::1',1500000000,'','Among us','<t>Hidden</t>','',0,1),(31,30,2,'::1',1500000000,'','Secret','<t>Hidden</t>','',0,1),(41,99,2,'::1',1500000000,'','Lost','<t>Of a topic that is gone</t>','',0,1);
CREATE TABLE `bb_topics` (`topic_id` int, `forum_id` int, `topic_title` varchar(255), `topic_time` int, `topic_first_post_id` int, `topic_status` tinyint, `topic_moved_id` int, `topic_visibility` tinyint, `poll_title` varchar(255));
INSERT INTO `bb_topics` VALUES (10,1,'Which flour?',1500000000,11,1,0,1,'<t>Yours?</t>'),(20,2,'Among us',1500000000,21,0,0,1,''),(30,3,'Secret',1500000000,31,0,0,1,''),(40,1,'Which flour?',1500000000,11,2,10,1,''),(50,1,'Empty',1500000000,51,0,0,1,'');
CREATE TABLE `bb_users` (`user_id` int, `username` varchar(255), `user_password` varchar(255), `user_email` varchar(100), `user_website` varchar(200));
INSERT INTO `bb_users` VALUES (1,'Anonymous','','',''),(2,'Ana','$2y$10','ana@corp.io','https://ana.example/'),(3,'Ben &amp; Co','$2y$10','ben@corp.io','');
CREATE TABLE `wp_posts` (`ID` bigint, `post_title` text);
INSERT INTO `wp_posts` VALUES (1,'of another program');
